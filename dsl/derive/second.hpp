// SPDX-License-Identifier: MIT
/// Second derivatives: the Hessian times a direction, and its diagonal. Kinks have second derivative 0.
#pragma once
#include <dsl/derive/reverse.hpp>
#include <dsl/derive/stable.hpp>

namespace regula::dsl {

/// d/dW of sum_t <gradient_t, direction_t>; direction t is tensor `tensors + t`, shaped like tensor t.
constexpr int directional(builder& g, const std::int16_t* gradients, const std::int16_t* shapes, int tensors,
                          const scratch& lists) {
  int product = g.constant(0.0);
  for (int t = 0; t < tensors; ++t) {
    if (gradients[t] < 0) continue;
    const int direction =
        g.put({tensor_node, shapes[t], {-1, -1, -1}, static_cast<std::uint64_t>(tensors + t)}, range::any);
    product = add(g, product, total(g, multiply(g, stable(g, gradients[t], lists), direction)));
  }
  return product;
}

/// d(node x)_i / dW_i for every entry i. A scalar's entry i is d(x)/dW_i, so a reduction's is its whole gradient.
constexpr int diagonal_of(builder& g, int gradient, int tensor, scratch lists) {
  const int x = stable(g, gradient, lists);
  const adjoints tangent{lists.take(x + 1, -1), lists.take(x + 1)};
  if (tangent.of == nullptr || tangent.wanted == nullptr) return g.report(problem::too_large);
  const leaf_request request{std::uint64_t{1} << tensor, false};
  for (int i = 0; i <= x; ++i) {
    const node n = g[i];
    tangent.wanted[i] = request.asks(n);
    for (const int y : n.operands)
      if (y >= 0 && tangent.wanted[y] != 0) tangent.wanted[i] = 1;
    if (tangent.wanted[i] == 0) continue;
    if (g.trouble() != problem::none) return 0;
    if (n.what >= 0 && (facts(g, n.what).meets == role::view || facts(g, n.what).meets == role::operation))
      return g.report(problem::no_diagonal);
    if (n.what == tensor_node) {
      tangent.of[i] = as_index(g.constant(1.0));
    } else if (facts(g, n.what).reduces) {
      auto again = lists;
      const auto inner = reverse_sweep(g, i, request, again);
      for (int k = 0; k < i && inner.of != nullptr; ++k)
        if (g[k].what == tensor_node && request.asks(g[k])) tangent.of[i] = inner.of[k];
    } else if (n.what == atom_id::kept) {
      tangent.of[i] = as_index(keep_entries(g, tangent.of[n.operands[0]], pattern::from_bits(n.bits), n.domain));
    } else if (!rules(g, n.what).has_slope) {
      return g.report(problem::no_derivative);
    } else {
      std::int16_t slopes[max_operands] = {-1, -1, -1};
      rules(g, n.what).slope(g, n.operands, i, slopes);
      for (int k = 0; k < max_operands; ++k) {
        const int y = n.operands[k];
        if (y < 0 || tangent.of[y] < 0) continue;
        const int share = multiply(g, slopes[k], tangent.of[y]);
        if (is_number(g, share, 0.0)) continue;
        tangent.of[i] = as_index(tangent.of[i] < 0 ? share : add(g, tangent.of[i], share));
      }
    }
  }
  return tangent.of[x] < 0 ? g.constant(0.0) : tangent.of[x];
}

}  // namespace regula::dsl
