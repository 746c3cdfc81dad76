// SPDX-License-Identifier: MIT
/// A written formula in normal form, atoms that are defined without a slope expanded.
#pragma once
#include <dsl/rewrite/rules.hpp>

namespace regula::dsl {

/// One call in normal form.
constexpr int canonical_call(builder& g, const node& n, const operand_list& x) {
  if (n.what == atom_id::identity) return keep_entries(g, g.constant(1.0), on_diagonals(0, 0), n.domain);
  const auto& r = rules(g, n.what);
  if (r.has_definition && !r.has_slope && !r.has_adjoint) return r.definition(g, x, n.bits);
  return normal(g, n.what, x, n.bits);
}

/// The root of the canonical graph made in g. image[i] is where node i went.
constexpr int canonicalize(builder& g, const node* nodes, int size, std::int16_t* image) {
  for (int i = 0; i < size; ++i) {
    const node& n = nodes[i];
    if (g.trouble() != problem::none) return 0;
    if (n.what == constant_node) {
      image[i] = as_index(g.constant(n.number()));
    } else if (n.what < 0) {
      const bool sure = n.what == extent_node || (n.what == coefficient_node && (n.bits & never_negative));
      image[i] = as_index(g.put(n, sure ? range::nonnegative : range::any));
    } else {
      operand_list x{{-1, -1, -1}};
      for (int k = 0; k < max_operands; ++k)
        if (n.operands[k] >= 0) {
          x.at[k] = image[n.operands[k]];
          x.written[k] = g.shape_at(nodes[n.operands[k]].domain);
        }
      image[i] = as_index(canonical_call(g, n, x));
    }
  }
  return image[size - 1];
}

}  // namespace regula::dsl
