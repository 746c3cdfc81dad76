// SPDX-License-Identifier: MIT
/// A node as a number: slopes, definitions and rules written for numbers run on it and extend the graph.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/rewrite/structure.hpp>

namespace regula {
namespace dsl {
template <class A> constexpr atom_rules make_rules();
template <class A> inline constexpr atom_rules rules_of = make_rules<A>();

/// Which axes a term's reductions gather: `named` by rowwise and the like, 0 where none were; all are those of `scope`, the
/// axes that the reduction around an atom's definition gathers.
struct gathered_axes {
  unsigned named = 0, scope = all_axes;

  constexpr unsigned mask() const { return named == 0 ? scope : named & scope; }
  constexpr std::uint64_t bits() const { return mask() == 0 ? no_axes : mask() == all_axes ? 0 : mask(); }
};
}  // namespace dsl

class term {
public:
  using symbolic_tag = void;

  /// `written`: the shape that the term stands for, where the node has lost axes of it.
  constexpr term(dsl::builder& graph, int id, const dsl::shape& written = {}, dsl::gathered_axes axes = {})
      : graph_(&graph), id_(id), shape_(dsl::broadcast(graph.shape_of(id), written)), axes_(axes) {}
  constexpr int id() const { return id_; }
  constexpr dsl::builder& graph() const { return *graph_; }
  constexpr term along(unsigned axes) const { return {*graph_, id_, shape_, {axes, axes_.scope}}; }

  /// How many entries the tensor has, along the axes that are gathered; 1 for a scalar.
  constexpr term count() const { return {*graph_, dsl::extent(*graph_, shape_.without(~axes_.mask()))}; }
  constexpr term power(dsl::rational r) const { return apply<pow_atom>(r.bits(), *this); }

  /// Structure, as the atoms of atoms/structure.hpp speak of it.
  constexpr term reach(int axis, int steps) const { return with(dsl::reached(*graph_, id_, axis, steps)); }
  constexpr term kept(const dsl::pattern& p, const term& like) const {
    return {*graph_, dsl::keep_entries(*graph_, id_, p, graph_->domain_of(like.shape_)), like.shape_, axes_};
  }
  constexpr term like(const term& y) const {
    return {*graph_, dsl::spread(*graph_, id_, graph_->domain_of(y.shape_)), y.shape_, axes_};
  }
  constexpr term transposed() const { return {*graph_, dsl::transposed(*graph_, id_), shape_.transposed(), axes_}; }

  /// What a slope chooses by a comparison, it chooses by atoms.
  constexpr void refuse_comparison() const { graph_->report(dsl::problem::compared); }

  /// What rules ask (atoms/rule.hpp).
  template <class A> constexpr bool calls() const { return node().what == dsl::atom_index<A>; }
  constexpr term operand(int k) const { return with(node().operands[k]); }
  constexpr bool is_constant() const { return node().what == dsl::constant_node; }
  constexpr double number() const { return node().number(); }
  constexpr term constant(double v) const { return with(graph_->constant(v)); }
  constexpr term unchanged() const { return {*graph_, id_, shape_, axes_, true}; }
  constexpr bool is_unchanged() const { return unchanged_; }
  constexpr regula::range range() const { return graph_->range_of(id_); }
  constexpr bool is_scalar() const { return node().scalar(); }
  constexpr bool has_one_entry() const { return shape_ == dsl::shape{}; }
  constexpr bool is_symmetric() const { return shape_ == shape_.transposed() && dsl::is_symmetric(*graph_, id_); }
  constexpr bool is_expanded() const { return graph_->expanded(); }
  constexpr bool is_same(const term& x) const { return id_ == x.id_; }
  constexpr bool precedes(const term& x) const { return dsl::before(*graph_, id_, x.id_); }
  constexpr bool is_sum_of_squares() const { return calls<sum_atom>() && operand(0).calls<square_atom>(); }
  /// The axes that the node, a reduction, gathers.
  constexpr unsigned gathers() const { return static_cast<unsigned>(node().bits); }
  /// s and t of a tensor s * t with a scalar s.
  constexpr bool is_scaled() const { return dsl::split_scalar(*graph_, id_).scalar >= 0; }
  constexpr term scale() const { return {*graph_, dsl::split_scalar(*graph_, id_).scalar}; }
  constexpr term unscaled() const { return with(dsl::split_scalar(*graph_, id_).body); }
  constexpr int rows() const { return shape_.axes[0]; }
  constexpr int cols() const { return shape_.axes[1]; }

  /// The call of A on x; `plain` leaves out what A's block says of its simpler forms.
  template <class A, class... X> static constexpr term apply(std::uint64_t bits, const X&... x) {
    return made<A>(&dsl::normal, bits, x...);
  }
  template <class A, class... X> static constexpr term plain(std::uint64_t bits, const X&... x) {
    return made<A>(&dsl::plain, bits, x...);
  }

  /// A slope's or definition's result, which may be a plain number, as a node.
  static constexpr int id_in(const term& x, dsl::builder&) { return x.id_; }
  static constexpr int id_in(double v, dsl::builder& graph) { return graph.constant(v); }

private:
  constexpr term(dsl::builder& graph, int id, const dsl::shape& s, dsl::gathered_axes axes, bool unchanged)
      : graph_(&graph), id_(id), shape_(s), axes_(axes), unchanged_(unchanged) {}
  constexpr const dsl::node& node() const { return (*graph_)[id_]; }
  constexpr term with(int id) const { return {*graph_, id, shape_, axes_}; }

  using maker = int (*)(dsl::builder&, int what, const dsl::operand_list&, std::uint64_t bits);
  template <class A, class... X> static constexpr term made(maker make, std::uint64_t bits, const X&... x) {
    dsl::builder* graph = nullptr;
    ((graph = owner(x, graph)), ...);
    dsl::gathered_axes axes;
    ((axes = joint(axes, x)), ...);
    const dsl::shape shapes[] = {shape_in(x)...};
    dsl::shape all;
    for (const auto& s : shapes) all = dsl::broadcast(all, s);
    if constexpr (A::reduces) bits = axes.bits();
    if constexpr (A::reduces && !dsl::has_shape<A>) all = all.without(axes.mask());
    if constexpr (dsl::has_shape<A>) all = dsl::shape_rule<A>(shapes, bits);
    const dsl::gathered_axes after{A::reduces ? 0 : axes.named, axes.scope};
    if constexpr (!dsl::has_slope<A> && !dsl::has_adjoint<A> && dsl::has_definition<A>) {
      const dsl::gathered_axes inside{0, A::reduces ? axes.mask() : axes.scope};
      if constexpr (A::parametric)
        return {*graph, id_in(A::defined_as(within(x, inside)..., bits), *graph), all, after};
      else
        return {*graph, id_in(A::defined_as(within(x, inside)...), *graph), all, after};
    } else {
      int what = dsl::atom_index<A>;
      if constexpr (dsl::atom_index<A> < 0) {
        what = graph->atoms().user_index(&dsl::rules_of<A>);
        if (what < 0) return {*graph, graph->report(dsl::problem::undeclared_atom)};
      }
      const std::int16_t ids[] = {dsl::as_index(id_in(x, *graph))..., -1, -1, -1};
      dsl::operand_list of{{ids[0], ids[1], ids[2]}};
      for (std::size_t k = 0; k < sizeof...(X); ++k) of.written[k] = shapes[k];
      return {*graph, make(*graph, what, of, bits), all, after};
    }
  }
  static constexpr dsl::gathered_axes joint(dsl::gathered_axes a, const term& x) {
    return {a.named | x.axes_.named, a.scope & x.axes_.scope};
  }
  static constexpr dsl::gathered_axes joint(dsl::gathered_axes a, double) { return a; }
  static constexpr dsl::shape shape_in(const term& x) { return x.shape_; }
  static constexpr dsl::shape shape_in(double) { return {}; }
  static constexpr term within(const term& x, dsl::gathered_axes axes) { return {*x.graph_, x.id_, x.shape_, axes}; }
  static constexpr double within(double x, dsl::gathered_axes) { return x; }
  static constexpr dsl::builder* owner(const term& x, dsl::builder*) { return x.graph_; }
  static constexpr dsl::builder* owner(double, dsl::builder* known) { return known; }

  dsl::builder* graph_;
  int id_;
  dsl::shape shape_;
  dsl::gathered_axes axes_;
  bool unchanged_ = false;
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
