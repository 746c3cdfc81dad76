// SPDX-License-Identifier: MIT
/// The nodes that answer a request.
#pragma once
#include <dsl/derive/second.hpp>
#include <dsl/plan/request.hpp>

namespace regula::dsl {

/// A formula as written, as the passes read it: nodes, the root last; shapes, which begin with those of the tensors; and
/// for each tensor the first of equal shape.
struct written_nodes {
  const node* nodes;
  int size;
  const shape* table;
  int shape_count;
  const std::int16_t* shapes;
  int tensor_count, coefficient_count;
};

/// Writes the outputs of a request, one after the other.
class output_list {
public:
  constexpr output_list(builder& graph, const written_nodes& formula, const request& asked, output* out)
      : g_(graph), f_(formula), r_(asked), out_(out) {}
  constexpr int count() const { return count_; }

  constexpr void value(int root) { give(output_kind::value, 0, root, scalar_domain); }
  constexpr void tensor(int t, int node) { give(output_kind::tensor, t, node, f_.shapes[t]); }
  constexpr void coefficient(int c, int node) { give(output_kind::coefficient, c, node, scalar_domain); }
  constexpr bool asks(int t) const { return ((r_.tensors >> t) & 1) != 0; }

  /// dP/d(tensor) for all that are asked for.
  constexpr void tensors(const adjoints& a, int root) {
    for (int t = 0; t < f_.tensor_count; ++t)
      if (asks(t)) tensor(t, or_zero(leaf(a, root, tensor_node, t)));
  }
  constexpr void coefficients(const adjoints& a, int root) {
    for (int c = 0; c < f_.coefficient_count; ++c) coefficient(c, or_zero(leaf(a, root, coefficient_node, c)));
  }
  /// The adjoint of a leaf, -1 where there is none.
  constexpr int leaf(const adjoints& a, int root, int what, int index) const {
    for (int i = 0; i <= root; ++i)
      if (g_[i].what == what && g_[i].slot() == index) return a.of[i];
    return -1;
  }
  constexpr int or_zero(int node) { return node < 0 ? g_.constant(0.0) : node; }

private:
  constexpr void give(output_kind kind, int index, int node, std::int16_t domain) {
    out_[count_++] = {kind, as_index(index), as_index(node), domain};
  }
  builder& g_;
  const written_nodes& f_;
  const request& r_;
  output* out_;
  int count_ = 0;
};

/// Writes the outputs of `r` for the canonical P = `root`; returns how many.
constexpr int outputs_of(builder& g, int root, const written_nodes& f, const request& r, scratch lists, output* out) {
  output_list list(g, f, r, out);
  if (r.value) list.value(root);
  if (r.tensors == 0 && !r.coefficients) return list.count();
  const auto a = reverse_sweep(g, root, {r.tensors, r.coefficients}, lists);
  if (g.trouble() != problem::none) return list.count();
  if (r.derivative == order::first) {
    list.tensors(a, root);
    if (r.coefficients) list.coefficients(a, root);
    return list.count();
  }
  std::int16_t* const gradient = lists.take(f.tensor_count, -1);
  if (gradient == nullptr) return g.report(problem::too_large);
  for (int t = 0; t < f.tensor_count; ++t)
    if (list.asks(t)) gradient[t] = as_index(list.leaf(a, root, tensor_node, t));
  if (r.derivative == order::hessian_vector) {
    const int product = directional(g, gradient, f.shapes, f.tensor_count, lists);
    const auto second = reverse_sweep(g, product, {r.tensors, false}, lists);
    if (g.trouble() == problem::none) list.tensors(second, product);
    return list.count();
  }
  for (int t = 0; t < f.tensor_count; ++t)
    if (list.asks(t)) list.tensor(t, gradient[t] < 0 ? g.constant(0.0) : diagonal_of(g, gradient[t], t, lists));
  return list.count();
}

}  // namespace regula::dsl
