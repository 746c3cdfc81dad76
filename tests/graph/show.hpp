// SPDX-License-Identifier: MIT
/// Programs as text: what a node computes, tensors as T0, coefficients as #0, the entry count of T0 as size(T0).
#pragma once
#include <array>
#include <dsl/plan/recipe.hpp>
#include <regula/formula.hpp>
#include <string>

namespace graph_test {

template <class List> struct names_of;
template <class... A> struct names_of<regula::type_list<A...>> { static constexpr std::array rows = {A::name...}; };

template <class Program> std::string show(const Program& p, int i) {
  const auto& n = p.nodes[i];
  if (n.what == regula::dsl::constant_node) {
    auto text = std::to_string(n.number());
    text.erase(text.find_last_not_of('0') + 1);
    return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
  }
  if (n.what == regula::dsl::coefficient_node) return "#" + std::to_string(n.slot());
  if (n.what == regula::dsl::extent_node) return "size(T" + std::to_string(n.bits) + ")";
  if (n.what == regula::dsl::tensor_node) return "T" + std::to_string(n.bits);
  std::string text;
  for (const int x : n.operands)
    if (x >= 0) text += (text.empty() ? "" : ", ") + show(p, x);
  const auto name = names_of<regula::library_atoms>::rows[static_cast<std::size_t>(n.what)];
  std::string power;
  if (n.what == regula::dsl::atom_id::pow) {
    const auto r = regula::dsl::rational::from_bits(n.bits);
    power = "<" + std::to_string(r.p) + "/" + std::to_string(r.q) + ">";
  }
  return std::string{name} + power + "(" + text + ")";
}

using regula::dsl::formula_facts;
using regula::dsl::program_of;
using regula::dsl::request;

/// The program for R of a formula of type F with its plan.
template <request R, class F>
using recipe_of = regula::dsl::recipe<program_of<formula_facts<F>, R>, typename formula_facts<F>::users, false>;
template <request R, class F> constexpr bool is_flat(const F&) {
  return recipe_of<R, F>::template is_flat<formula_facts<F>::written.tensor_count>();
}

inline constexpr request value{true}, gradient{false, 1}, both{true, 1},
    hessian_vector{false, 1, false, regula::dsl::order::hessian_vector},
    hessian_diagonal{false, 1, false, regula::dsl::order::hessian_diagonal}, by_coefficients{false, 0, true};

/// Output `o` of the program that answers R.
template <request R, class F> std::string show(const F&, int o = 0) {
  constexpr auto& p = program_of<formula_facts<F>, R>;
  return show(p, p.outputs[o].node);
}

/// Whether two spellings are one program of value and gradient: then they share one kernel.
template <class A, class B> constexpr bool one_program() {
  constexpr auto& a = program_of<formula_facts<A>, both>;
  constexpr auto& b = program_of<formula_facts<B>, both>;
  if constexpr (std::is_same_v<decltype(a), decltype(b)>)
    return a == b;
  else
    return false;
}
template <class A, class... B> constexpr bool same(A, B...) { return (... && one_program<A, B>()); }

/// How many nodes the program has.
template <request R, class F> constexpr int nodes(F) { return program_of<formula_facts<F>, R>.size; }

}  // namespace graph_test
