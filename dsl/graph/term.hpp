// SPDX-License-Identifier: MIT
/// A node as a number: slopes and definitions written for numbers run on it and extend the graph.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/graph/normal_form.hpp>

namespace regula {
namespace dsl {
template <class A> constexpr atom_rules make_rules();
template <class A> inline constexpr atom_rules rules_of = make_rules<A>();
}  // namespace dsl

class term {
public:
  using symbolic_tag = void;

  constexpr term(dsl::builder& graph, int id) : graph_(&graph), id_(id) {}
  constexpr int id() const { return id_; }

  /// How many entries the tensor has; 1 for a scalar.
  constexpr term count() const { return {*graph_, dsl::extent(*graph_, id_)}; }
  constexpr term power(dsl::rational r) const {
    return {*graph_,
            dsl::normal(*graph_, dsl::atom_index<pow_atom>, {static_cast<std::int16_t>(id_), -1, -1}, r.bits())};
  }

  template <class A, class... X> static constexpr term apply(std::uint64_t bits, const X&... x) {
    dsl::builder* graph = nullptr;
    ((graph = owner(x, graph)), ...);
    int what = dsl::atom_index<A>;
    if constexpr (dsl::atom_index<A> < 0) {
      what = graph->user_index(&dsl::rules_of<A>);
      if (what < 0) return {*graph, graph->report(dsl::problem::undeclared_atom)};
      what += library_atoms::size;
    }
    const std::int16_t ids[] = {static_cast<std::int16_t>(id_in(x, *graph))..., -1, -1, -1};
    return {*graph, dsl::normal(*graph, what, {ids[0], ids[1], ids[2]}, bits)};
  }

  /// A slope's or definition's result, which may be a plain number, as a node.
  static constexpr int id_in(const term& x, dsl::builder&) { return x.id_; }
  static constexpr int id_in(double v, dsl::builder& graph) { return graph.constant(v); }

private:
  static constexpr dsl::builder* owner(const term& x, dsl::builder*) { return x.graph_; }
  static constexpr dsl::builder* owner(double, dsl::builder* known) { return known; }

  dsl::builder* graph_;
  int id_;
};

constexpr term operator+(term a, term b) { return term::apply<add_atom>(0, a, b); }
constexpr term operator+(double a, term b) { return term::apply<add_atom>(0, a, b); }
constexpr term operator+(term a, double b) { return term::apply<add_atom>(0, a, b); }
constexpr term operator-(term a, term b) { return term::apply<subtract_atom>(0, a, b); }
constexpr term operator-(double a, term b) { return term::apply<subtract_atom>(0, a, b); }
constexpr term operator-(term a, double b) { return term::apply<subtract_atom>(0, a, b); }
constexpr term operator*(term a, term b) { return term::apply<multiply_atom>(0, a, b); }
constexpr term operator*(double a, term b) { return term::apply<multiply_atom>(0, a, b); }
constexpr term operator*(term a, double b) { return term::apply<multiply_atom>(0, a, b); }
constexpr term operator/(term a, term b) { return term::apply<divide_atom>(0, a, b); }
constexpr term operator/(double a, term b) { return term::apply<divide_atom>(0, a, b); }
constexpr term operator/(term a, double b) { return term::apply<divide_atom>(0, a, b); }
constexpr term operator-(term a) { return term::apply<negate_atom>(0, a); }

}  // namespace regula
