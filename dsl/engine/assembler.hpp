// SPDX-License-Identifier: MIT
/// Makes the code of a sweep: instructions joined where one operation does several, blocks given by their lives.
#pragma once
#include <dsl/engine/block_lives.hpp>
#include <dsl/engine/sweep_reader.hpp>
#include <dsl/plan/accumulators.hpp>

namespace regula::dsl {

template <class S> class assembler : sweep_reader<S> {
  using reader = sweep_reader<S>;
  using reader::at, reader::code, reader::is_shown, reader::operands_of;
  using reader::plan_, reader::s_, reader::way_, reader::scalars_, reader::uses_, reader::only_use_, reader::gathered_,
      reader::out_;
  using typename reader::gathering;

public:
  /// k: the sweep.
  assembler(const plan_view& plan, int k, const code_set<S>& atoms, bool adds, sweep_way way)
      : reader(plan, k, atoms.facts, way), atoms_(atoms), values_(uses_.size()) {
    out_.outputs = way.again ? 0 : s_.stores.count, out_.numbers = scalars_ + 1;
    out_.parts = way.again ? 1 : sums_in_flight(s_.cost);
    out_.adds = adds;
  }
  sweep_code<S> run() {
    for (int c = 0; c < scalars_; ++c) values_[at(c)] = {true, false, false, {site::number, as_index(c)}};
    for (int q = 0; q < s_.code.count; ++q)
      if (uses_[at(scalars_ + q)] > 0) instruction_at(q);
    if (!way_.again)
      for (int t = 0; t < s_.stores.count; ++t) store_at(t);
    give_blocks(out_);
    out_.settle();
    return std::move(out_);
  }

private:
  /// Where a register's entries are; or that they are scale * f(x), made when they are needed: f the atom `what`, -1 for x.
  struct value {
    bool number = false, waits = false, is_scaled = false;
    block_place place;
    int what = -1, x = -1, scale = -1;
  };
  void instruction_at(int q) {
    const auto& x = code(q);
    const int r = scalars_ + q;
    auto& v = values_[at(r)];
    if (x.what < 0) {
      v.number = out_.is_number[at(x.slot)] != 0;
      v.place = {site::input, x.slot};
    } else if (is_shown(x)) {
      make(x.operands[1]);
      v = values_[at(x.operands[1])];
    } else if (is_multiplied(r) || (atoms_[x.what].scaled != nullptr && !is_number(x.operands[0]) && can_wait(r))) {
      make(x.operands[0]);
      v.waits = true, v.what = x.what, v.x = x.operands[0];
    } else if (x.what == atom_id::multiply && is_number(x.operands[0]) != is_number(x.operands[1])) {
      multiply(r, x);
    } else if (x.what != atom_id::add || !add_scaled(r, x)) {
      call(r, x);
    }
    for (const auto& g : gathered_)
      if (g.from == r) gather(g);
  }
  bool is_number(int r) const { return values_[at(r)].number; }
  /// Whether f(x) is used once, and by what makes it on the way.
  bool can_wait(int r) const {
    const int by = only_use_[at(r)];
    if (by == -2) return true;
    if (by < 0) return false;
    const auto& x = code(by);
    return x.what == atom_id::multiply && (is_number_later(x.operands[0]) || is_number_later(x.operands[1]));
  }
  /// Whether it is a logarithm that is only added up.
  bool is_multiplied(int r) const {
    if (!way_.flat || only_use_[at(r)] != -2 || atoms_[code(r - scalars_).what].logarithms[1] == nullptr) return false;
    for (int k = 0; k < s_.sums.count; ++k)
      if (const auto& a = plan_.accumulations[s_.sums.first + k]; a.from == r) return adds_logarithms(plan_, s_, a);
    return false;
  }
  /// Of registers that may not have been made yet.
  bool is_number_later(int r) const {
    if (r < scalars_) return true;
    const auto& x = code(r - scalars_);
    return x.what < 0 && out_.is_number[at(x.slot)] != 0;
  }
  void multiply(int r, const instruction& x) {
    const int n = is_number(x.operands[0]) ? 0 : 1, other = x.operands[1 - n];
    auto& v = values_[at(r)];
    const auto& inner = values_[at(other)];
    v.waits = v.is_scaled = true, v.scale = x.operands[n];
    v.what = inner.waits && !inner.is_scaled ? inner.what : -1;
    if (v.what < 0) make(other);
    v.x = v.what < 0 ? other : inner.x;
    const int by = only_use_[at(r)];
    if (by < 0 || code(by).what != atom_id::add) make(r);
  }
  /// y + scale * f(x) in one operation; false where neither operand waits, or the other is a number.
  bool add_scaled(int r, const instruction& x) {
    for (const int k : {1, 0}) {
      const auto& v = values_[at(x.operands[k])];
      const int y = x.operands[1 - k];
      if (!v.waits || !v.is_scaled || is_number(y) || y == x.operands[k]) continue;
      make(y);
      put(r, {v.what < 0 ? atoms_.common->add_scaled : atoms_[v.what].add_scaled,
              {},
              place(v.x),
              place(v.scale),
              place(y),
              0});
      return true;
    }
    return false;
  }
  void call(int r, const instruction& x) {
    const auto& c = atoms_[x.what];
    const int n = operands_of(x.what);
    for (int k = 0; k < n; ++k) make(x.operands[k]);
    block_operation<S> op{c.plain, {}, {}, {}, {}, x.bits};
    if (n == 2 && is_number(x.operands[0]) != is_number(x.operands[1])) {
      op.run = is_number(x.operands[0]) ? c.number_first : c.number_second;
      op.a = place(x.operands[0]), op.b = place(x.operands[1]);
    } else {
      op.a = block(x.operands[0]);
      if (n > 1) op.b = block(x.operands[1]);
      if (n > 2) op.c = block(x.operands[2]);
    }
    put(r, op);
  }
  block_place place(int r) const { return values_[at(r)].place; }
  /// As entries, also where it is one number.
  block_place block(int r) {
    if (!is_number(r)) return place(r);
    const auto number = place(r);
    auto& once = number.kind == site::number ? out_.first : out_.code;
    if (number.kind == site::number)
      for (const auto& op : once)
        if (op.a == number) return op.to;
    once.push_back({atoms_.common->fill, {site::scratch, as_index(out_.blocks++)}, number, {}, {}, 0});
    return once.back().to;
  }
  void put(int r, block_operation<S> op) {
    op.to = {site::scratch, as_index(out_.blocks++)};
    auto& v = values_[at(r)];
    v = {};
    v.place = op.to;
    out_.code.push_back(op);
  }
  /// What waits is made.
  void make(int r) {
    const auto v = values_[at(r)];
    if (!v.waits) return;
    if (v.is_scaled)
      put(r, {v.what < 0 ? atoms_.common->scaled : atoms_[v.what].scaled, {}, place(v.x), place(v.scale), {}, 0});
    else
      put(r, {atoms_[v.what].plain, {}, place(v.x), {}, {}, 0});
  }
  void gather(const gathering& g) {
    const auto& common = *atoms_.common;
    const auto& v = values_[at(g.from)];
    const block_place scale{site::number, as_index(scalars_)};
    block_operation<S> op{nullptr, g.to, {}, {}, {}, 0};
    if (v.waits && !v.is_scaled && only_use_[at(g.from)] == -2) {
      const auto& c = atoms_[v.what];
      op.run = (is_multiplied(g.from) ? c.logarithms : c.sums)[out_.parts], op.a = place(v.x);
      return out_.code.push_back(op);
    }
    make(g.from);
    op.a = block(g.from);
    if (g.to.kind == site::sum) {
      op.run = g.squares ? common.scaled_squares : common.gathered[reduction_kind(g.kind)][out_.parts];
      if (g.squares) op.b = scale;
    } else if (g.squares || g.kind == atom_id::norm2) {
      op.run = g.squares ? common.add_scaled_square : common.add_square;
      op.b = scale, op.c = g.to;
    } else {
      op.b = op.a, op.a = g.to;
      op.run = atoms_[g.kind == atom_id::sum       ? atom_id::add
                      : g.kind == atom_id::highest ? atom_id::max
                                                   : atom_id::min]
                   .plain;
    }
    out_.code.push_back(op);
  }
  /// Straight into the output where that is the register's first place.
  void store_at(int t) {
    const auto& x = plan_.stores[s_.stores.first + t];
    const block_place to{site::output, as_index(t)};
    make(x.from);
    auto& v = values_[at(x.from)];
    if (out_.adds && x.kind == store_kind::output) {
      out_.code.push_back(
          {v.number ? atoms_[atom_id::add].number_second : atoms_[atom_id::add].plain, to, to, v.place, {}, 0});
    } else if (v.number) {
      out_.code.push_back({atoms_.common->fill, to, v.place, {}, {}, 0});
    } else if (v.place.kind == site::scratch && !is_of_first(v.place)) {
      const auto old = v.place;
      for (auto& op : out_.code)
        for (auto* p : {&op.to, &op.a, &op.b, &op.c})
          if (p->kind == site::scratch && *p == old) *p = to;
      for (auto& each : values_)
        if (each.place == old) each.place = to;
    } else {
      out_.code.push_back({atoms_.common->copy, to, v.place, {}, {}, 0});
    }
  }
  bool is_of_first(block_place p) const {
    for (const auto& op : out_.first)
      if (op.to == p) return true;
    return false;
  }

  const code_set<S>& atoms_;
  std::vector<value> values_;
};

}  // namespace regula::dsl
