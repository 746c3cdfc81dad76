// SPDX-License-Identifier: MIT
/// The chain rule, backwards: dP/dx for every node x that P is computed from, in one sweep. Slopes live in the atoms.
#pragma once
#include <dsl/graph/rules.hpp>

namespace regula::dsl {

/// Scratch for a sweep over a graph of at most N nodes.
template <int N> struct adjoints {
  std::int16_t of[N]{};
  bool wanted[N]{};
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

/// Sum over the entries of `over` of an adjoint that may be one scalar for all of them.
constexpr int gather_adjoint(builder& g, int adjoint, int over) {
  if (!g[adjoint].scalar()) return total(g, adjoint);
  return multiply(g, adjoint, extent(g, over));
}

/// Fills a.of[i] with the node of dP/d(node i), -1 where it is 0. P is `root`, a scalar.
template <int N> constexpr void reverse_sweep(builder& g, int root, leaf_request request, adjoints<N>& a) {
  for (int i = 0; i <= root; ++i) {
    a.of[i] = -1;
    a.wanted[i] = request.asks(g[i]);
    for (const int x : g[i].operands)
      if (x >= 0 && a.wanted[x]) a.wanted[i] = true;
  }
  a.of[root] = static_cast<std::int16_t>(g.constant(1.0));
  for (int i = root; i >= 0; --i) {
    if (a.of[i] < 0 || !a.wanted[i] || g[i].what < 0) continue;
    if (g.trouble() != problem::none) return;
    const node n = g[i];
    std::int16_t slopes[max_operands] = {-1, -1, -1};
    rules(g, n.what).slope(g, n.operands, i, slopes);
    for (int k = 0; k < max_operands; ++k) {
      const int x = n.operands[k];
      if (x < 0 || !a.wanted[x] || is_number(g, slopes[k], 0.0)) continue;
      int share = multiply(g, a.of[i], slopes[k]);
      if (g[x].scalar() && !n.scalar()) share = gather_adjoint(g, share, i);
      a.of[x] = static_cast<std::int16_t>(a.of[x] < 0 ? share : add(g, a.of[x], share));
    }
  }
}

}  // namespace regula::dsl
