// SPDX-License-Identifier: MIT
/// Random formulas made as nodes, at run time, without the parser.
#pragma once
#include <random>
#include <tests/grammar/round_trip.hpp>

namespace grammar_test {

using regula::difference_atom;
using regula::library_atoms;
using regula::role;

/// Nodes in the order of a writer, and the names and values that go with them.
class random_formula {
public:
  random_formula(unsigned seed, const atom_set& atoms) : random_(seed), atoms_(atoms), written_(capacity, atoms) {
    scalar(6);
    written_.write().finish();
    while (coefficients_.size() < values_.size()) coefficients_.emplace_back();
    for (std::size_t i = 0; i < values_.size(); ++i) {
      coefficients_[i].given = names_[i];
      coefficients_[i].free = free_[i];
    }
    int unnamed = 0;
    for (auto& c : coefficients_) {
      if (!c.given.empty()) continue;
      const auto name = "c" + std::to_string(unnamed++);
      std::copy(name.begin(), name.end(), c.automatic);
    }
  }

  bool good() const { return !full_ && written_.trouble == problem::none; }
  int size() const { return written_.size; }
  formula_view view(const atom_text* users, int user_count) const {
    const auto f = written_.view();
    return {f.nodes, f.size,     tensors_.data(), coefficients_.data(), values_.data(),
            users,   user_count, f.table,         f.shape_count,        f.tensor_count};
  }

private:
  static constexpr int capacity = 400;

  int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  int put(int what, std::uint64_t bits = 0, int a = -1, int b = -1, int c = -1) {
    if (++count_ > capacity - 8) full_ = true;
    return full_ ? 0 : written_.write().call(what, bits, {{as_index(a), as_index(b), as_index(c)}});
  }
  double number() {
    const double sizes[] = {0.0, 0.5, 1.0, 2.0, 0.1, 1e-7, 3e22, 1.0 / 3.0, 123456.789};
    const double v = pick(3) > 0 ? sizes[pick(9)] : std::ldexp(static_cast<double>(random_()), pick(120) - 80);
    return pick(4) == 0 && v != 0 ? -v : v;
  }
  int coefficient() {
    struct known {
      const char* name;
      bool free;
    };
    static constexpr known list[] = {{"l1", false}, {"lambda", false}, {"slice", false}, {"L", false},
                                     {"mu", true},  {"Free", true},    {"free", false},  {"tensor", false}};
    const bool named = pick(2) == 0;
    const auto& one = list[pick(8)];
    const std::string_view name = named ? one.name : "";
    std::size_t slot = 0;
    while (slot < names_.size() && (!named || names_[slot] != name)) ++slot;
    if (slot == names_.size()) {
      const double v = number();
      names_.push_back(name);
      free_.push_back(!named || one.free);
      values_.push_back(named && !one.free ? std::fabs(v) : v);
    }
    ++count_;
    return written_.write().coefficient(name, !named || one.free);
  }
  int leaf_number() {
    if (pick(3) > 0) return coefficient();
    static constexpr double constants[] = {0, 1, 2, -1, 0.5, 0.125, 1.0 / 3.0, -2.0 / 7.0, 1e6, 22.0 / 7.0};
    ++count_;
    return written_.write().constant(constants[pick(10)]);
  }
  int tensor() {
    static constexpr const char* list[] = {"W", "V", "W0", "kernel", "bias_2", "_x", "Kernel"};
    const std::string_view name = list[pick(7)];
    if (std::find(tensors_.begin(), tensors_.end(), name) == tensors_.end()) tensors_.push_back(name);
    ++count_;
    return written_.write().tensor(name);
  }

  /// A number, of entries or of none.
  int any(int depth) {
    if (full_) return 0;
    if (depth <= 0) return pick(3) == 0 ? leaf_number() : tensor();
    return pick(4) == 0 ? scalar(depth - 1) : pick(8) == 0 ? leaf_number() : entries(depth);
  }
  int scalar(int depth) {
    if (full_) return 0;
    const int k = depth <= 0 ? 0 : pick(5);
    if (k == 1) return binary(depth, true);
    if (k == 2) return put(atom_id::negate, 0, pick(3) == 0 ? leaf_number() : scalar(depth - 1));
    if (k == 3) return put(random_atom(1, role::entries), 0, scalar(depth - 1));
    return reduction(depth, 0);
  }
  int binary(int depth, bool scalars) {
    const int what[] = {atom_id::add, atom_id::subtract, atom_id::multiply, atom_id::divide};
    const auto side = [&] { return scalars ? (pick(3) == 0 ? leaf_number() : scalar(depth - 1)) : any(depth - 1); };
    const int a = side(), b = side();
    return put(what[pick(4)], 0, a, b);
  }
  int reduction(int depth, std::uint64_t axes) {
    const int what = random_reduction(axes != 0);
    int x[3] = {-1, -1, -1};
    for (int k = 0; k < atoms_.facts(what).arity; ++k) x[k] = entries(depth - 1);
    return put(what, axes, x[0], x[1], x[2]);
  }
  int entries(int depth) {
    if (full_) return 0;
    if (depth <= 0) return tensor();
    const int x = pick(12);
    if (x == 0) return tensor();
    if (x == 1) return put(atom_id::negate, 0, entries(depth - 1));
    if (x == 2) return put(atom_id::pow, rational::reduced(pick(21) - 10, 1 + pick(4)).bits(), entries(depth - 1));
    if (x == 3) return put(atom_id::kept, kept(), entries(depth - 1));
    if (x == 4) return shifted(depth);
    if (x == 5) return put(atom_index<difference_atom>, offset{pick(6), 1 + pick(3)}.bits(), entries(depth - 1));
    if (x == 6) return reduction(depth, static_cast<std::uint64_t>(1 + pick(63)));
    if (x == 7) return pick(5) == 0 ? put(atom_id::identity) : tensor();
    if (x == 8) return several(depth);
    if (x == 9) return put(random_atom(1, role::operation), 0, entries(depth - 1));
    if (x == 10) return put(random_atom(1, role::entries), 0, entries(depth - 1));
    return binary(depth, false);
  }
  int several(int depth) {
    const int arity = 2 + pick(2), what = random_atom(arity, role::entries);
    const int a = any(depth - 1), b = any(depth - 1), c = arity == 3 ? any(depth - 1) : -1;
    return put(what, 0, a, b, c);
  }
  int shifted(int depth) {
    const int axis = pick(6), steps = pick(2) == 0 ? 1 + pick(3) : -1 - pick(3);
    const pattern reached{pattern::slab, axis, steps < 0 ? -steps : 0, steps > 0 ? steps : 0, true, false};
    return put(atom_id::kept, reached.bits(), put(atom_id::reach, offset{axis, steps}.bits(), entries(depth - 1)));
  }
  std::uint64_t kept() {
    const int n = pattern::endless, a = pick(4), b = 1 + pick(5), axis = pick(6);
    const pattern all[] = {{pattern::band, 0, 0, 0, false, false},      {pattern::band, 0, 0, 0, false, true},
                           {pattern::band, 0, -a, b, false, true},      {pattern::band, 0, a - 2, n, false, false},
                           {pattern::band, 0, -n, a - 2, false, false}, {pattern::slab, axis, a, a + b, false, false},
                           {pattern::slab, axis, a, b, true, false},    {pattern::slab, axis, b, b, true, false}};
    return all[pick(8)].bits();
  }
  /// An atom that has no settings and no sign.
  int random_atom(int arity, role meets) {
    for (;;) {
      const int what = pick(library_atoms::size);
      const auto& f = atoms_.facts(what);
      if (f.arity == arity && f.meets == meets && !f.parametric && !f.reduces &&
          text_table<library_atoms>::rows[what].infix == 0)
        return what;
    }
  }
  int random_reduction(bool by_axes) {
    for (;;) {
      const int what = pick(atoms_.size());
      const bool whole = atoms_.facts(what).has_shape && what != atom_id::size;
      if (atoms_.facts(what).reduces && !(by_axes && whole)) return what;
    }
  }

  std::mt19937 random_;
  const atom_set& atoms_;
  written_at_run_time written_;
  std::vector<std::string_view> tensors_, names_;
  std::vector<bool> free_;
  std::vector<double> values_;
  std::vector<coefficient_name> coefficients_;
  int count_ = 0;
  bool full_ = false;
};

}  // namespace grammar_test
