// SPDX-License-Identifier: MIT
/// One form for the many spellings of a formula: x * x is square(x), scalars leave sums, roots of sums of squares are
/// norms. Rules keep NaN and the declared kinks; none cancels x against x.
#pragma once
#include <dsl/rewrite/linear.hpp>

namespace regula::dsl {

// rewrite/structure.hpp
constexpr int transposed(builder& g, int x);
constexpr int reached(builder& g, int x, int axis, int steps);
constexpr int keep_entries(builder& g, int x, const pattern& p, std::int16_t domain);
constexpr int spread(builder& g, int x, std::int16_t domain);
constexpr int operation(builder& g, int what, operand_list x, std::uint64_t bits);

constexpr int normal(builder& g, int what, operand_list x, std::uint64_t bits = 0);
constexpr int call_normal(builder& g, int what, int a, std::uint64_t bits = 0) {
  return normal(g, what, {{static_cast<std::int16_t>(a), -1, -1}}, bits);
}

/// The shape that a reduction of x was written over, and which of its axes are gathered.
struct gathering {
  shape full;
  unsigned axes;
};
constexpr gathering gathering_of(const builder& g, int x, std::uint64_t axes) {
  const auto full = broadcast(g.shape_of(x), g.shape_at(g.reduced_over()));
  return {full, (axes == 0 ? all_axes : static_cast<unsigned>(axes)) & full.present()};
}

/// The number of entries of a shape.
constexpr int extent(builder& g, const shape& s) {
  if (s == shape{}) return g.constant(1.0);
  return g.put({extent_node, scalar_domain, {-1, -1, -1}, static_cast<std::uint64_t>(g.domain_of(s))},
               range::nonnegative);
}
/// The number of entries that a reduction of x gathers.
constexpr int extent(builder& g, int x, std::uint64_t axes = 0) {
  const auto over = gathering_of(g, x, axes);
  return extent(g, over.full.without(~over.axes));
}

constexpr int plain_call(builder& g, int what, int x) { return call_node(g, what, x, -1, facts(g, what).range); }

/// f(s * t) = outer(s) * f(t) for scalar s, where f(s t) factors so.
template <class Outer, class Inner> constexpr int factor_out(builder& g, int x, Outer outer, Inner inner) {
  if (!is_call(g, x, atom_id::multiply)) return -1;
  return multiply(g, outer(g[x].operands[0]), inner(g[x].operands[1]));
}

constexpr int absolute(builder& g, int x) {
  if (is_constant(g, x)) return g.constant(g[x].number() < 0 ? -g[x].number() : g[x].number());
  if (g.range_of(x) == range::nonnegative) return x;
  const auto again = [&](int i) { return absolute(g, i); };
  if (const int split = factor_out(g, x, again, again); split >= 0) return split;
  return plain_call(g, atom_id::abs, x);
}

constexpr int sign_of(builder& g, int x) {
  if (is_constant(g, x)) return g.constant(g[x].number() > 0 ? 1.0 : g[x].number() < 0 ? -1.0 : g[x].number());
  const auto again = [&](int i) { return sign_of(g, i); };
  if (is_call(g, x, atom_id::multiply) && is_constant(g, g[x].operands[0])) return factor_out(g, x, again, again);
  return plain_call(g, atom_id::sign, x);
}

constexpr int square_root(builder& g, int x) {
  if (is_call(g, x, atom_id::square)) return absolute(g, g[x].operands[0]);
  if (!g.expanded() && is_call(g, x, atom_id::sum) && is_call(g, g[x].operands[0], atom_id::square))
    return call_normal(g, atom_id::norm2, g[g[x].operands[0]].operands[0], g[x].bits);
  if (is_constant(g, x))
    for (int root = 0; root <= 64; ++root)
      if (g[x].number() == root * root) return g.constant(root);
  const auto again = [&](int i) { return square_root(g, i); };
  if (is_call(g, x, atom_id::multiply) && g[g[x].operands[0]].scalar() &&
      g.range_of(g[x].operands[0]) == range::nonnegative)
    return factor_out(g, x, again, again);
  return plain_call(g, atom_id::sqrt, x);
}

constexpr int reciprocal(builder& g, int x) {
  if (is_call(g, x, atom_id::inverse)) return g[x].operands[0];
  if (is_constant(g, x)) {
    const double v = g[x].number(), r = v == 0 ? 0 : 1.0 / v;
    const bool power_of_two = (std::bit_cast<std::uint64_t>(v) & 0xfffffffffffffu) == 0;
    if (v != 0 && power_of_two) return g.constant(r);
  }
  const auto again = [&](int i) { return reciprocal(g, i); };
  if (is_call(g, x, atom_id::multiply) && g[g[x].operands[0]].scalar()) return factor_out(g, x, again, again);
  return call_node(g, atom_id::inverse, x, -1, g.range_of(x));
}

constexpr int power(builder& g, int x, rational r) {
  if (r.q == 1 && r.p == 0) return g.constant(1.0);
  if (r.q == 1 && r.p == 1) return x;
  if (r.q == 1 && r.p == 2) return square(g, x);
  if (r.q == 1 && r.p == -1) return reciprocal(g, x);
  if (r.q == 2 && r.p == 1) return square_root(g, x);
  const bool even = r.q == 1 && r.p % 2 == 0;
  if (even && is_call(g, x, atom_id::abs)) return power(g, g[x].operands[0], r);
  const node n{static_cast<std::int16_t>(atom_id::pow), g[x].domain, {static_cast<std::int16_t>(x), -1, -1}, r.bits()};
  return g.put(n, even || g.range_of(x) == range::nonnegative ? range::nonnegative : range::any);
}

/// Whether all terms of a sum are tensors of range r, scalar factors aside: then none can cancel another.
constexpr bool terms_are(const builder& g, int x, range r) {
  if (is_call(g, x, atom_id::add)) return terms_are(g, g[x].operands[0], r) && terms_are(g, g[x].operands[1], r);
  return !g[x].scalar() && r != range::any && g.range_of(split_scalar(g, x).body) == r;
}

/// Atom `what` gathers the axes of x.
constexpr int gather_node(builder& g, int what, int x, unsigned axes, range r) {
  const auto of_x = g.shape_of(x);
  const auto bits = (of_x.present() & ~axes) == 0 ? 0u : axes & of_x.present();
  const node n{
      static_cast<std::int16_t>(what), g.domain_of(of_x.without(axes)), {static_cast<std::int16_t>(x), -1, -1}, bits};
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
constexpr int total(builder& g, int x, std::uint64_t axes = 0) { return total(g, x, gathering_of(g, x, axes)); }

constexpr int reduce(builder& g, int what, int x, std::uint64_t axes) {
  if (what == atom_id::sum) return total(g, x, axes);
  const auto over = gathering_of(g, x, axes);
  const auto mine = over.axes & g.shape_of(x).present();
  if (what == atom_id::norm2) {
    const auto t = split_scalar(g, x);
    if (t.scalar >= 0) return multiply(g, absolute(g, t.scalar), reduce(g, what, t.body, axes));
    if (is_call(g, x, atom_id::abs)) return reduce(g, what, g[x].operands[0], axes);
  }
  if ((what == atom_id::highest || what == atom_id::lowest) && mine == 0) return x;
  // Of no entries, max is -inf and min is inf.
  const auto keeps = what == atom_id::highest  ? range::nonpositive
                     : what == atom_id::lowest ? range::nonnegative
                                               : range::any;
  return gather_node(g, what, x, mine, keeps == g.range_of(x) ? keeps : facts(g, what).range);
}

/// The node for atom `what` on x, in normal form.
constexpr int normal(builder& g, int what, operand_list x, std::uint64_t bits) {
  if (g.trouble() != problem::none) return 0;
  int a = x.at[0], b = x.at[1];
  if (what == atom_id::add) return add(g, a, b);
  if (what == atom_id::subtract) return add(g, a, multiply(g, g.constant(-1.0), b));
  if (what == atom_id::multiply) return multiply(g, a, b);
  if (what == atom_id::divide) return multiply(g, a, reciprocal(g, b));
  if (what == atom_id::negate) return multiply(g, g.constant(-1.0), a);
  if (what == atom_id::abs) return absolute(g, a);
  if (what == atom_id::sign) return sign_of(g, a);
  if (what == atom_id::square) return square(g, a);
  if (what == atom_id::sqrt) return square_root(g, a);
  if (what == atom_id::inverse) return reciprocal(g, a);
  if (what == atom_id::pow) return power(g, a, rational::from_bits(bits));
  if (what == atom_id::max || what == atom_id::min || what == atom_id::is_equal) {
    if (a == b && what != atom_id::is_equal) return a;
    if (before(g, b, a)) std::swap(a, b);
    const bool either =
        what == atom_id::max && (g.range_of(a) == range::nonnegative || g.range_of(b) == range::nonnegative);
    const bool both = g.range_of(a) == range::nonnegative && g.range_of(b) == range::nonnegative;
    return call_node(g, what, a, b, what == atom_id::is_equal || either || both ? range::nonnegative : range::any);
  }
  const auto& f = facts(g, what);
  if (f.meets == role::reduction && f.arity == 1) return reduce(g, what, a, bits);
  if (what == atom_id::transpose) return transposed(g, a);
  if (what == atom_id::reach) return reached(g, a, offset::from_bits(bits).axis, offset::from_bits(bits).steps);
  if (f.meets == role::operation) return operation(g, what, x, bits);
  std::int16_t domain = scalar_domain;
  for (int k = 0; k < f.arity; ++k) domain = g.join(domain, g[x.at[k]].domain);
  if (f.reduces) domain = scalar_domain;
  const auto r = what == atom_id::detached || what == atom_id::safe_inverse ? g.range_of(a) : f.range;
  return g.put({static_cast<std::int16_t>(what), domain, {x.at[0], x.at[1], x.at[2]}, bits}, r);
}

}  // namespace regula::dsl

#include <dsl/rewrite/structure.hpp>  // defines what is declared above
