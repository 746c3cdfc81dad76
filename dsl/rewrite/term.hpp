// SPDX-License-Identifier: MIT
/// A node as a number: slopes and definitions written for numbers run on it and extend the graph.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/rewrite/structure.hpp>

namespace regula {
namespace dsl {
template <class A> constexpr atom_rules make_rules();
template <class A> inline constexpr atom_rules rules_of = make_rules<A>();
}  // namespace dsl

class term {
public:
  using symbolic_tag = void;

  /// `axes`: those that a reduction of the term gathers; 0 for all.
  constexpr term(dsl::builder& graph, int id, unsigned axes = 0) : graph_(&graph), id_(id), axes_(axes) {}
  constexpr int id() const { return id_; }
  constexpr dsl::builder& graph() const { return *graph_; }
  constexpr unsigned axes() const { return axes_; }
  constexpr term along(unsigned axes) const { return {*graph_, id_, axes}; }

  /// How many entries the tensor has, along the axes that are gathered; 1 for a scalar.
  constexpr term count() const { return {*graph_, dsl::extent(*graph_, id_, axes_)}; }
  constexpr term power(dsl::rational r) const {
    return {*graph_,
            dsl::normal(*graph_, dsl::atom_index<pow_atom>, {static_cast<std::int16_t>(id_), -1, -1}, r.bits()), axes_};
  }

  /// Structure, as the atoms of atoms/structure.hpp speak of it.
  constexpr term reach(int axis, int steps) const { return {*graph_, dsl::reached(*graph_, id_, axis, steps), axes_}; }
  constexpr term kept(const dsl::pattern& p, const term& like) const {
    return {*graph_, dsl::keep_entries(*graph_, id_, p, (*graph_)[like.id_].domain), axes_};
  }
  /// What a slope chooses by a comparison, it chooses by atoms.
  constexpr void refuse_comparison() const { graph_->report(dsl::problem::compared); }
  constexpr term like(const term& y) const { return {*graph_, dsl::spread(*graph_, id_, (*graph_)[y.id_].domain)}; }

  template <class A, class... X> static constexpr term apply(std::uint64_t bits, const X&... x) {
    dsl::builder* graph = nullptr;
    ((graph = owner(x, graph)), ...);
    int what = dsl::atom_index<A>;
    if constexpr (dsl::atom_index<A> < 0) {
      what = graph->atoms().user_index(&dsl::rules_of<A>);
      if (what < 0) return {*graph, graph->report(dsl::problem::undeclared_atom)};
    }
    const unsigned axes = (0u | ... | axes_in(x));
    const std::int16_t ids[] = {static_cast<std::int16_t>(id_in(x, *graph))..., -1, -1, -1};
    return {*graph, dsl::normal(*graph, what, {ids[0], ids[1], ids[2]}, A::reduces ? axes : bits),
            A::reduces ? 0u : axes};
  }

  /// A slope's or definition's result, which may be a plain number, as a node.
  static constexpr int id_in(const term& x, dsl::builder&) { return x.id_; }
  static constexpr int id_in(double v, dsl::builder& graph) { return graph.constant(v); }

private:
  static constexpr unsigned axes_in(const term& x) { return x.axes_; }
  static constexpr unsigned axes_in(double) { return 0; }
  static constexpr dsl::builder* owner(const term& x, dsl::builder*) { return x.graph_; }
  static constexpr dsl::builder* owner(double, dsl::builder* known) { return known; }

  dsl::builder* graph_;
  int id_;
  unsigned axes_;
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
