// SPDX-License-Identifier: MIT
/// A formula that was read, evaluated as it is written, node by node, by the loops that the laws hold atoms against: no
/// plan, no kernel, no rule.
#pragma once
#include <dsl/grammar/parse.hpp>
#include <map>
#include <tests/laws/witness_matrices.hpp>

namespace parsing_test {

using laws::cube;
using laws::real;
using structure_test::extents;
using structure_test::for_entries;
using cubes = std::map<std::string, cube>;

/// The entry that `at` meets where an operand has one entry along an axis.
inline real met(const cube& x, extents at) {
  for (std::size_t k = 0; k < 6; ++k)
    if (x.n[k] == 1) at[k] = 0;
  return laws::entry_of(x, at);
}
inline cube number(real v) { return {structure_test::shape(1), {v}}; }

template <class A> cube by_entries(const std::vector<cube>& x, std::uint64_t bits) {
  extents n = x[0].n;
  for (const auto& each : x)
    for (std::size_t k = 0; k < 6; ++k) n[k] = std::max(n[k], each.n[k]);
  return structure_test::made(n, [&](const extents& at) -> real {
    if constexpr (A::parametric)
      return laws::witness<A>(met(x[0], at), bits);
    else if constexpr (A::arity == 1)
      return laws::witness<A>(met(x[0], at));
    else if constexpr (A::arity == 2)
      return laws::witness<A>(met(x[0], at), met(x[1], at));
    else
      return laws::witness<A>(met(x[0], at), met(x[1], at), met(x[2], at));
  });
}
/// The axes in the mask gathered, those of all operands alike.
template <class A> cube reduced(const std::vector<cube>& x, unsigned gathered) {
  extents n = x[0].n;
  for (std::size_t k = 0; k < 6; ++k)
    if ((gathered >> k & 1u) != 0) n[k] = 1;
  std::vector<std::vector<structure_test::reals>> groups;
  for (const auto& each : x) groups.push_back(structure_test::groups(each, gathered));
  cube out{n, structure_test::reals(groups[0].size())};
  const auto group = [&](std::size_t k, std::size_t i) {
    const auto& entries = groups[k][i];
    return cube{structure_test::shape(static_cast<std::ptrdiff_t>(entries.size())), entries};
  };
  for (std::size_t i = 0; i < out.x.size(); ++i) {
    if constexpr (A::arity == 1)
      out.x[i] = laws::witness<A>(group(0, i));
    else
      out.x[i] = laws::witness<A>(group(0, i), group(1, i));
  }
  return out;
}
inline cube as_cube(cube x) { return x; }
inline cube as_cube(real x) { return number(x); }

template <class A> cube applied(const std::vector<cube>& x, std::uint64_t bits) {
  if constexpr (std::is_same_v<decltype(laws::witness<A>), const std::nullptr_t> || A::arity == 0)
    throw std::logic_error("no witness of " + std::string{A::name});
  else if constexpr (requires { laws::witness<A>(x[0], bits); })
    return as_cube(laws::witness<A>(x[0], bits));
  else if constexpr (A::reduces && requires { laws::witness<A>(x[0]); } && A::by_axes)
    return reduced<A>(x, bits == 0 ? 0b111111u : static_cast<unsigned>(bits));
  else if constexpr (A::reduces && requires { laws::witness<A>(x[0], x[1]); } && A::by_axes)
    return reduced<A>(x, bits == 0 ? 0b111111u : static_cast<unsigned>(bits));
  else if constexpr (requires { laws::witness<A>(x[0]); })
    return as_cube(laws::witness<A>(x[0]));
  else if constexpr (requires { laws::witness<A>(x[0], x[1]); })
    return as_cube(laws::witness<A>(x[0], x[1]));
  else
    return by_entries<A>(x, bits);
}
template <class List> struct applied_table;
template <class... A> struct applied_table<regula::type_list<A...>> {
  static constexpr cube (*rows[])(const std::vector<cube>&, std::uint64_t) = {&applied<A>...};
};

/// The value of a text whose coefficients all have one.
class naive_formula {
public:
  explicit naive_formula(std::string_view text) : text_(regula::dsl::parse_text(text)) {}

  real operator()(const cubes& tensors) const {
    std::vector<cube> made;
    const auto coefficients = text_.coefficients();
    for (const auto& n : text_.nodes()) {
      if (n.what == regula::dsl::tensor_node)
        made.push_back(tensors.at(std::string{text_.name(n)}));
      else if (n.what == regula::dsl::coefficient_node)
        made.push_back(number(value_of(n, coefficients)));
      else if (n.what == regula::dsl::constant_node)
        made.push_back(number(static_cast<real>(n.p) / static_cast<real>(n.q)));
      else
        made.push_back(call(n, made));
    }
    return made.back().x[0];
  }

private:
  real value_of(const regula::dsl::parsed_node& n, const std::vector<regula::dsl::text_coefficient>& all) const {
    for (const auto& c : all)
      if (n.named && c.name == text_.name(n)) return c.value;
    return n.value;
  }
  /// identity has the size of the matrix beside it.
  static cube call(const regula::dsl::parsed_node& n, const std::vector<cube>& made) {
    if (n.what == regula::dsl::atom_id::identity) return {extents{}, {}};
    std::vector<cube> x;
    for (const int k : n.operands)
      if (k >= 0) x.push_back(made[static_cast<std::size_t>(k)]);
    for (std::size_t k = 0; k < x.size(); ++k)
      if (x[k].n[0] == 0 && x[k].n[1] == 0) x[k] = structure_test::unit(x[1 - k].n[0]);
    return applied_table<regula::library_atoms>::rows[n.what](x, n.bits);
  }
  regula::dsl::parsed_text text_;
};

}  // namespace parsing_test
