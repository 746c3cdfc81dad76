// SPDX-License-Identifier: MIT
/// Products that are to be differentiated again, put together as atoms whose slopes keep their digits.
#pragma once
#include <dsl/rewrite/rules.hpp>

namespace regula::dsl {

/// The tensor factors of a product.
struct factor_list {
  static constexpr int most = 16;
  std::int16_t at[most]{};
  int count = 0;

  constexpr void collect(const builder& g, int x) {
    if (is_call(g, x, atom_id::multiply)) {
      collect(g, g[x].operands[0]);
      collect(g, g[x].operands[1]);
    } else if (count < most) {
      at[count++] = as_index(x);
    }
  }
};

/// The sum q as k u^2 + rest; -1 for both if it has no such term.
struct split_sum {
  int scale = -1, rest = -1;
};
constexpr split_sum split_square(builder& g, int q, int u) {
  if (!is_call(g, q, atom_id::add)) return {};
  const auto of_term = [&](int t) {
    const auto s = split_scalar(g, t);
    if (!is_call(g, s.body, atom_id::square) || g[s.body].operands[0] != u) return -1;
    return s.scalar < 0 ? g.constant(1.0) : s.scalar;
  };
  const int front = g[q].operands[0], last = g[q].operands[1];
  if (const int k = of_term(last); k >= 0) return {k, front};
  if (const int k = of_term(front); k >= 0) return {k, last};
  auto inner = split_square(g, front, u);
  if (inner.scale >= 0) inner.rest = add(g, inner.rest, last);
  return inner;
}

/// s u v / sqrt(k u^2 + rest) as s v over_root(u, k, rest); a product without that form is itself.
constexpr int over_root(builder& g, int product) {
  const auto whole = split_scalar(g, product);
  factor_list factors;
  factors.collect(g, whole.body);
  if (factors.count < 2 || factors.count == factor_list::most) return product;
  for (int i = 0; i < factors.count; ++i) {
    const int inverse = factors.at[i];
    if (!is_call(g, inverse, atom_id::inverse) && !is_call(g, inverse, atom_id::safe_inverse)) continue;
    const int root = g[inverse].operands[0];
    if (!is_call(g, root, atom_id::sqrt)) continue;
    for (int j = 0; j < factors.count; ++j) {
      const auto parts = split_square(g, g[root].operands[0], factors.at[j]);
      if (parts.scale < 0) continue;
      const term x{g, factors.at[j]}, k{g, parts.scale}, rest{g, parts.rest};
      int made = term::apply<over_root_atom>(0, x, k, rest).id();
      for (int m = 0; m < factors.count; ++m)
        if (m != i && m != j) made = multiply(g, made, factors.at[m]);
      return whole.scalar < 0 ? made : multiply(g, whole.scalar, made);
    }
  }
  return product;
}

/// The node `root` with such products below it put together.
constexpr int stable(builder& g, int root, scratch lists) {
  std::int16_t* const image = lists.take(root + 1);
  if (image == nullptr) return g.report(problem::too_large);
  for (int i = 0; i <= root && g.trouble() == problem::none; ++i) {
    node n = g[i];
    for (auto& x : n.operands)
      if (x >= 0) x = image[x];
    const int same = n == g[i] ? i : g.put(n, g.range_of(i));
    const bool product = n.what == atom_id::multiply && !n.scalar();
    image[i] = as_index(product ? over_root(g, same) : same);
  }
  return g.trouble() == problem::none ? image[root] : root;
}

}  // namespace regula::dsl
