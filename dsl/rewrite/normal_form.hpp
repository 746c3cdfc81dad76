// SPDX-License-Identifier: MIT
/// One form for the many spellings of a formula: x * x is square(x), scalars leave sums, roots of sums of squares are
/// norms. Sums and products are here and in linear.hpp; what else is simplified, the atoms' blocks say. Rules keep NaN
/// and the declared kinks; none cancels x against x.
#pragma once
#include <dsl/rewrite/linear.hpp>

namespace regula::dsl {

/// The shape that a reduction was written over, and which of its axes are gathered.
struct gathering {
  shape full;
  unsigned axes;
};
constexpr gathering gathering_of(const shape& full, std::uint64_t bits) {
  return {full, (bits == 0 ? all_axes : static_cast<unsigned>(bits)) & full.present()};
}
/// The shape that operand k was written in.
constexpr shape written_shape(const builder& g, const operand_list& x, int k) {
  return broadcast(g.shape_of(x.at[k]), x.written[k]);
}

/// The number of entries of a shape.
constexpr int extent(builder& g, const shape& s) {
  if (s == shape{}) return g.constant(1.0);
  return g.put({extent_node, scalar_domain, {-1, -1, -1}, static_cast<std::uint64_t>(g.domain_of(s))},
               range::nonnegative);
}

/// x with all axes of the domain.
constexpr int spread(builder& g, int x, std::int16_t domain) {
  if (g[x].domain == domain) return x;
  const node n{as_index(atom_id::spread), domain, {as_index(x), -1, -1}, 0};
  return g.put(n, g.range_of(x));
}

/// Whether all terms of a sum are tensors of range r, scalar factors aside: then none can cancel another.
constexpr bool terms_are(const builder& g, int x, range r) {
  if (is_call(g, x, atom_id::add)) return terms_are(g, g[x].operands[0], r) && terms_are(g, g[x].operands[1], r);
  return !g[x].scalar() && r != range::any && g.range_of(split_scalar(g, x).body) == r;
}

/// Atom `what` gathers these axes of x, some of which x has.
constexpr int gather_node(builder& g, int what, int x, unsigned axes, range r) {
  const auto of_x = g.shape_of(x);
  const auto bits = (of_x.present() & ~axes) == 0 ? 0u : axes & of_x.present();
  const node n{as_index(what), g.domain_of(of_x.without(axes)), {as_index(x), -1, -1}, bits};
  return g.put(n, r);
}

/// sum(s x) = s sum(x); sum(x + y) = sum(x) + sum(y) where the terms cannot cancel; what x does not depend on, it is
/// multiplied by.
constexpr int total(builder& g, int x, const gathering& over) {
  const auto mine = over.axes & g.shape_of(x).present();
  if (mine != over.axes)
    return multiply(g, extent(g, over.full.without(~(over.axes & ~mine))), total(g, x, {over.full, mine}));
  if (mine == 0) return x;
  const auto t = split_scalar(g, x);
  if (t.scalar >= 0) return multiply(g, t.scalar, total(g, t.body, over));
  if (is_call(g, x, atom_id::add)) {
    const int a = g[x].operands[0], b = g[x].operands[1];
    if (terms_are(g, x, g.range_of(split_scalar(g, b).body))) return add(g, total(g, a, over), total(g, b, over));
  }
  return gather_node(g, atom_id::sum, x, mine, g.range_of(x));
}
constexpr int total(builder& g, int x) { return total(g, x, gathering_of(g.shape_of(x), 0)); }

/// The range of atom `what` on x.
constexpr range range_of_call(const builder& g, int what, const operand_list& x, std::uint64_t bits) {
  const auto& r = rules(g, what);
  const auto& f = facts(g, what);
  if (!r.has_range) return f.range;
  range of[max_operands]{};
  for (int k = 0; k < f.arity; ++k) of[k] = g.range_of(x.at[k]);
  return r.found_range(of, bits);
}

/// A reduction of what has all axes it was written with. Of what has lost one of them it is what its definition says, and
/// so is one that gathers nothing.
constexpr int reduce(builder& g, int what, const operand_list& x, std::uint64_t bits) {
  const auto over = gathering_of(written_shape(g, x, 0), bits);
  if (what == atom_id::sum) return total(g, x.at[0], over);
  const auto& r = rules(g, what);
  const auto mine = over.axes & g.shape_of(x.at[0]).present();
  if ((mine == 0 || mine != over.axes) && r.has_definition) return r.definition(g, x, bits);
  return mine == 0 ? x.at[0] : gather_node(g, what, x.at[0], mine, range_of_call(g, what, x, bits));
}

/// A matrix operation: its operands keep the axes they were written with. Matrices of one entry are numbers, which do not
/// lie in memory: the rules of the atoms know what the operation is of them.
constexpr int operation(builder& g, int what, operand_list x, std::uint64_t bits) {
  const auto& f = facts(g, what);
  shape of[max_operands]{};
  for (int k = 0; k < f.arity; ++k) {
    of[k] = written_shape(g, x, k);
    x.at[k] = as_index(spread(g, x.at[k], g.domain_of(of[k])));
  }
  const auto made = f.shape_of(of, bits);
  shape large[max_operands]{};
  for (auto& s : large) s = matrix_shape(1, 2);
  bool one_entry = made == shape{} && f.shape_of(large, bits) != shape{};
  for (int k = 0; k < f.arity; ++k) one_entry = one_entry || of[k] == shape{};
  if (one_entry) return g.report(problem::matrix_of_one_entry);
  const node n{as_index(what), g.domain_of(made), {x.at[0], x.at[1], x.at[2]}, bits};
  return g.put(n, f.range);
}

/// The node for atom `what` on x, without a rule.
constexpr int plain(builder& g, int what, const operand_list& x, std::uint64_t bits) {
  const auto& r = rules(g, what);
  const auto& f = facts(g, what);
  if (f.meets == role::operation) return operation(g, what, x, bits);
  if (f.meets == role::reduction && f.arity == 1) return reduce(g, what, x, bits);
  std::int16_t domain = scalar_domain;
  bool whole = true;  // no operand has lost an axis
  for (int k = 0; k < f.arity; ++k) {
    domain = g.join(domain, g[x.at[k]].domain);
    whole = whole && written_shape(g, x, k) == g.shape_of(x.at[k]);
  }
  if (!whole && r.has_definition && (f.reduces || r.has_adjoint)) return r.definition(g, x, bits);
  const node n{as_index(what), f.reduces ? scalar_domain : domain, {x.at[0], x.at[1], x.at[2]}, bits};
  return g.put(n, range_of_call(g, what, x, bits));
}

/// The node for atom `what` on x, in normal form.
constexpr int normal(builder& g, int what, const operand_list& x, std::uint64_t bits = 0) {
  if (g.trouble() != problem::none) return 0;
  if (what == atom_id::add) return add(g, x.at[0], x.at[1]);
  if (what == atom_id::multiply) return multiply(g, x.at[0], x.at[1]);
  if (what == atom_id::square) return square(g, x.at[0]);
  const auto& r = rules(g, what);
  if (r.has_simplified)
    if (const int made = r.simplified(g, x, bits); made >= 0) return made;
  return plain(g, what, x, bits);
}

}  // namespace regula::dsl
