// SPDX-License-Identifier: MIT
/// Transposes, neighbours and patterns move towards the tensors: what a kernel loads, it can load in another order, and
/// then everything above works entry by entry.
#pragma once
#include <dsl/rewrite/normal_form.hpp>

namespace regula::dsl {

/// Entry by entry and a function of its operands only: a change of order passes through it. Not through a comparison with
/// a maximum: what it compares must be computed as it was for the maximum, to the last bit.
constexpr bool is_entrywise(const builder& g, int i) {
  return g[i].what >= 0 && facts(g, g[i].what).meets == role::entries && g[i].what != atom_id::spread &&
         g[i].what != atom_id::is_equal;
}

/// x' = x, for all one can tell from the formula.
constexpr bool is_symmetric(const builder& g, int i) {
  const node& n = g[i];
  if (n.scalar()) return true;
  const auto s = g.shape_of(i);
  if (n.what < 0 || s.axes[0] != s.axes[1]) return false;
  const auto& f = facts(g, n.what);
  if (f.symmetric) return true;
  if (f.meets != role::entries) return false;
  if (n.what == atom_id::kept && !(pattern::from_bits(n.bits).transposed() == pattern::from_bits(n.bits))) return false;
  for (const int x : n.operands)
    if (x >= 0 && !is_symmetric(g, x)) return false;
  return true;
}

/// Atom of node i on other operands.
template <class F> constexpr int rebuild(builder& g, int i, F change) {
  node n = g[i];
  for (auto& x : n.operands)
    if (x >= 0 && !g[x].scalar()) x = as_index(change(x));
  return normal(g, n.what, {{n.operands[0], n.operands[1], n.operands[2]}}, n.bits);
}

constexpr int view_node(builder& g, int what, int x, const shape& s, std::uint64_t bits) {
  return g.put({as_index(what), g.domain_of(s), {as_index(x), -1, -1}, bits}, g.range_of(x));
}

/// x in the pattern, 0 outside; x may lack axes of the domain.
constexpr int keep_entries(builder& g, int x, const pattern& p, std::int16_t domain) {
  if (g.trouble() != problem::none || is_number(g, x, 0.0)) return x;
  const bool one_index =
      domain == scalar_domain || (p.kind == pattern::slab && g.shape_at(domain).axes[p.axis] == unit_extent);
  if (one_index) return p.has_first() ? x : g.constant(0.0);
  if (is_call(g, x, atom_id::kept) && g[x].bits == p.bits() && g[x].domain == domain) return x;
  if (g[x].scalar() && !is_number(g, x, 1.0)) return multiply(g, x, keep_entries(g, g.constant(1.0), p, domain));
  if (const auto t = split_scalar(g, x); t.scalar >= 0)
    return multiply(g, t.scalar, keep_entries(g, t.body, p, domain));
  const node n{as_index(atom_id::kept), domain, {as_index(x), -1, -1}, p.bits()};
  return g.put(n, g.range_of(x));
}

constexpr int transposed(builder& g, int x) {
  if (g.trouble() != problem::none || is_symmetric(g, x)) return x;
  const node n = g[x];
  const auto s = g.shape_of(x).transposed();
  if (n.what == atom_id::transpose) return n.operands[0];
  if (n.what == atom_id::kept)
    return keep_entries(g, transposed(g, n.operands[0]), pattern::from_bits(n.bits).transposed(), g.domain_of(s));
  if (n.what == atom_id::spread) return spread(g, transposed(g, n.operands[0]), g.domain_of(s));
  if (is_entrywise(g, x)) return rebuild(g, x, [&](int y) { return transposed(g, y); });
  return view_node(g, atom_id::transpose, x, s, 0);
}

/// x(i + steps) along an axis.
constexpr int reached(builder& g, int x, int axis, int steps) {
  if (g.trouble() != problem::none || steps == 0 || g.shape_of(x).axes[axis] == unit_extent) return x;
  const node n = g[x];
  if (n.what == atom_id::transpose) return transposed(g, reached(g, n.operands[0], axis < 2 ? 1 - axis : axis, steps));
  if (n.what == atom_id::reach) {
    const auto inner = offset::from_bits(n.bits);
    if (inner.axis == axis) return reached(g, n.operands[0], axis, inner.steps + steps);
    if (inner.axis < axis) return reached(g, reached(g, n.operands[0], axis, steps), inner.axis, inner.steps);
  }
  if (n.what == atom_id::kept)
    return keep_entries(g, reached(g, n.operands[0], axis, steps), pattern::from_bits(n.bits).moved(axis, steps),
                        n.domain);
  if (is_entrywise(g, x)) return rebuild(g, x, [&](int y) { return reached(g, y, axis, steps); });
  return view_node(g, atom_id::reach, x, g.shape_of(x), offset{axis, steps}.bits());
}

}  // namespace regula::dsl
