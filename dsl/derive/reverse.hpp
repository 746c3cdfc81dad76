// SPDX-License-Identifier: MIT
/// The chain rule, backwards: dP/dx for every node x that P is computed from, in one sweep. Slopes live in the atoms.
#pragma once
#include <dsl/rewrite/rules.hpp>

namespace regula::dsl {

/// By node of the graph that was swept: the node of dP/d(node), -1 where it is 0; and whether it was wanted.
struct adjoints {
  std::int16_t *of, *wanted;
};

/// What leaves derivatives are asked for.
struct leaf_request {
  std::uint64_t tensors = 0;  // bit t: tensor t
  bool coefficients = false;

  constexpr bool asks(const node& n) const {
    if (n.what == tensor_node) return (tensors >> n.bits) & 1;
    return n.what == coefficient_node && coefficients;
  }
};

/// An adjoint of shape `from`, or of fewer axes, summed over the axes that `to` lacks.
constexpr int gather_adjoint(builder& g, int adjoint, std::int16_t from, std::int16_t to) {
  const auto full = g.shape_at(from);
  const auto axes = full.present() & ~g.shape_at(to).present();
  return axes == 0 ? adjoint : total(g, adjoint, {full, axes});
}

/// The adjoints of all nodes up to `root`, a scalar P. Empty where the graph is in trouble.
constexpr adjoints reverse_sweep(builder& g, int root, leaf_request request, scratch& lists) {
  const adjoints a{lists.take(root + 1, -1), lists.take(root + 1)};
  if (a.of == nullptr || a.wanted == nullptr) {
    g.report(problem::too_large);
    return {};
  }
  for (int i = 0; i <= root; ++i) {
    a.wanted[i] = request.asks(g[i]);
    for (const int x : g[i].operands)
      if (x >= 0 && a.wanted[x] != 0) a.wanted[i] = 1;
  }
  a.of[root] = as_index(g.constant(1.0));
  for (int i = root; i >= 0; --i) {
    if (a.of[i] < 0 || a.wanted[i] == 0 || g[i].what < 0) continue;
    if (g.trouble() != problem::none) return a;
    const node n = g[i];
    std::int16_t shares[max_operands] = {-1, -1, -1};
    const auto& r = rules(g, n.what);
    if (r.has_adjoint)
      r.adjoint(g, n.operands, i, a.of[i], shares);
    else if (r.has_slope)
      r.slope(g, n.operands, i, shares);
    else
      g.report(problem::no_derivative);
    if (g.trouble() != problem::none) return a;
    for (int k = 0; k < max_operands; ++k) {
      const int x = n.operands[k];
      if (x < 0 || a.wanted[x] == 0 || is_number(g, shares[k], 0.0)) continue;
      int share = r.has_adjoint ? shares[k] : multiply(g, a.of[i], shares[k]);
      if (!r.has_adjoint) share = gather_adjoint(g, share, n.domain, g[x].domain);
      a.of[x] = as_index(a.of[x] < 0 ? share : add(g, a.of[x], share));
    }
  }
  return a;
}

}  // namespace regula::dsl
