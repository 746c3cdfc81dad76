// SPDX-License-Identifier: MIT
/// A written formula in normal form, atoms that are defined without a slope expanded.
#pragma once
#include <dsl/rewrite/rules.hpp>

namespace regula::dsl {

/// One call in normal form. A reduction of what lost an axis still counts the entries it was written over.
constexpr int canonical_call(builder& g, const node& n, operand_list x, const std::int16_t* written,
                             std::int16_t written_over) {
  const auto& r = rules(g, n.what);
  if (n.what == atom_id::identity) return keep_entries(g, g.constant(1.0), on_diagonals(0, 0), n.domain);
  if (n.what == atom_id::kept) return keep_entries(g, x.at[0], pattern::from_bits(n.bits), n.domain);
  std::int16_t now = scalar_domain;
  for (int k = 0; k < r.facts.arity; ++k) now = g.join(now, g[x.at[k]].domain);
  if (r.facts.meets == role::operation)  // its operands keep their axes
    for (int k = 0; k < r.facts.arity; ++k) x.at[k] = static_cast<std::int16_t>(spread(g, x.at[k], written[k]));
  const auto axes = n.bits == 0 ? all_axes : static_cast<unsigned>(n.bits);
  const auto before = g.shape_at(written_over).present(), after = g.shape_at(now).present();
  const bool lost = r.facts.reduces && ((before & ~after & axes) != 0 || (after & axes) == 0);
  g.reduce_over(lost ? written_over : scalar_domain);
  const bool defined = r.has_definition && ((!r.has_slope && !r.has_adjoint) || lost);
  const int made = defined ? r.definition(g, x.at, n.bits) : normal(g, n.what, x, n.bits);
  g.reduce_over(scalar_domain);
  return made;
}

/// The root of the canonical graph made in g. place[i] is where node i went.
constexpr int canonicalize(builder& g, const node* nodes, int size, std::int16_t* place) {
  for (int i = 0; i < size; ++i) {
    const node& n = nodes[i];
    if (g.trouble() != problem::none) return 0;
    if (n.what == constant_node) {
      place[i] = static_cast<std::int16_t>(g.constant(n.number()));
    } else if (n.what < 0) {
      const bool sure = n.what == extent_node || (n.what == coefficient_node && (n.bits & never_negative));
      place[i] = static_cast<std::int16_t>(g.put(n, sure ? range::nonnegative : range::any));
    } else {
      operand_list x{{-1, -1, -1}};
      for (int k = 0; k < max_operands; ++k)
        if (n.operands[k] >= 0) x.at[k] = place[n.operands[k]];
      std::int16_t written_over = scalar_domain, written[max_operands] = {-1, -1, -1};
      for (int k = 0; k < max_operands; ++k)
        if (n.operands[k] >= 0) {
          written[k] = nodes[n.operands[k]].domain;
          written_over = g.join(written_over, written[k]);
        }
      place[i] = static_cast<std::int16_t>(canonical_call(g, n, x, written, written_over));
    }
  }
  return place[size - 1];
}

}  // namespace regula::dsl
