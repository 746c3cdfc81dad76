// SPDX-License-Identifier: MIT
/// Sums and products in one order: constants, scalars, tensors, each group in reading order of its coefficients.
///
/// A sum is a chain add(add(t1, t2), t3); like terms are merged. A product is c * scalars * tensors, each group a chain.
/// -x is (-1) * x and a / b is a * inverse(b) here; plan/program.hpp gives the kernel its minus and division back.
#pragma once
#include <dsl/graph/facts.hpp>

namespace regula::dsl {

constexpr bool is_call(const builder& g, int i, int what) { return g[i].what == what; }
constexpr bool is_constant(const builder& g, int i) { return g[i].what == constant_node; }
constexpr bool is_number(const builder& g, int i, double v) { return is_constant(g, i) && g[i].number() == v; }

constexpr int call_node(builder& g, int what, int a, int b, range r) {
  const auto domain = b >= 0 ? g.join(g[a].domain, g[b].domain) : g[a].domain;
  return g.put({as_index(what), domain, {as_index(a), as_index(b), -1}, 0}, r);
}

/// A total order on nodes that does not depend on when they were made.
constexpr int structural_order(const builder& g, int a, int b) {
  if (a == b) return 0;
  const node &x = g[a], &y = g[b];
  if (x.what != y.what) return x.what < y.what ? -1 : 1;
  if (x.bits != y.bits) return x.bits < y.bits ? -1 : 1;
  for (int k = 0; k < max_operands; ++k) {
    if (x.operands[k] < 0 || y.operands[k] < 0) return 0;
    if (const int order = structural_order(g, x.operands[k], y.operands[k])) return order;
  }
  return 0;
}

constexpr bool before(const builder& g, int a, int b) {
  if (g[a].scalar() != g[b].scalar()) return g[a].scalar();
  if (is_constant(g, a) != is_constant(g, b)) return is_constant(g, a);
  if (g.first_slot(a) != g.first_slot(b)) return g.first_slot(a) < g.first_slot(b);
  return structural_order(g, a, b) < 0;
}

constexpr range product_range(range a, range b) {
  if (a == range::any || b == range::any) return range::any;
  return a == b ? range::nonnegative : range::nonpositive;
}

constexpr int multiply(builder& g, int a, int b);

/// The constant factor of a product, and what it multiplies.
struct scaled {
  double factor;
  int body;
};
constexpr scaled split_constant(builder& g, int i) {
  if (!is_call(g, i, atom_id::multiply)) return {1.0, i};
  const int l = g[i].operands[0], r = g[i].operands[1];
  if (is_constant(g, l)) return {g[l].number(), r};
  const auto left = split_constant(g, l);
  return left.body == l ? scaled{1.0, i} : scaled{left.factor, multiply(g, left.body, r)};
}

/// A product as scalar factor and tensor; the factor is -1 when there is none.
struct split_product {
  int scalar, body;
};
constexpr split_product split_scalar(const builder& g, int i) {
  if (is_call(g, i, atom_id::multiply) && !g[i].scalar()) {
    const int l = g[i].operands[0];
    if (g[l].scalar()) return {l, g[i].operands[1]};
  }
  return {-1, i};
}

constexpr int add_node(builder& g, int a, int b) {
  return call_node(g, atom_id::add, a, b, g.range_of(a) == g.range_of(b) ? g.range_of(a) : range::any);
}

/// chain + term, the term put in its place.
constexpr int insert_term(builder& g, int chain, int term) {
  if (is_number(g, term, 0.0)) return chain;
  if (is_number(g, chain, 0.0)) return term;
  const bool several = is_call(g, chain, atom_id::add);
  const int last = several ? g[chain].operands[1] : chain;
  const auto merge = [&](int other) {
    if (is_constant(g, other) && is_constant(g, term)) return g.constant(g[other].number() + g[term].number());
    const auto p = split_constant(g, other), q = split_constant(g, term);
    const bool cancels = p.factor + q.factor == 0;  // x - x is NaN where x is
    return p.body == q.body && !cancels ? multiply(g, g.constant(p.factor + q.factor), p.body) : -1;
  };
  if (const int merged = merge(last); merged >= 0)
    return several ? insert_term(g, g[chain].operands[0], merged) : merged;
  if (before(g, last, term)) return add_node(g, chain, term);
  if (!several) return add_node(g, term, chain);
  return insert_term(g, insert_term(g, g[chain].operands[0], term), last);
}

constexpr int add(builder& g, int a, int b) {
  if (!is_call(g, b, atom_id::add)) return insert_term(g, a, b);
  return insert_term(g, add(g, a, g[b].operands[0]), g[b].operands[1]);
}

constexpr int multiply_node(builder& g, int a, int b) {
  return call_node(g, atom_id::multiply, a, b, product_range(g.range_of(a), g.range_of(b)));
}

/// x^2: of a product the product of squares, of |x| that of x, of a norm the sum of squares.
constexpr int square(builder& g, int x) {
  if (is_constant(g, x)) return g.constant(g[x].number() * g[x].number());
  if (is_call(g, x, atom_id::abs)) return square(g, g[x].operands[0]);
  if (is_call(g, x, atom_id::multiply)) return multiply(g, square(g, g[x].operands[0]), square(g, g[x].operands[1]));
  if (is_call(g, x, atom_id::norm2)) {
    const auto squares = as_index(square(g, g[x].operands[0]));
    const node& norm = g[x];
    return g.put({as_index(atom_id::sum), norm.domain, {squares, -1, -1}, norm.bits}, range::nonnegative);
  }
  return call_node(g, atom_id::square, x, -1, range::nonnegative);
}

/// A chain of factors of one group (all scalars or all tensors) times one more of that group.
constexpr int insert_factor(builder& g, int chain, int factor) {
  if (is_number(g, factor, 1.0)) return chain;
  if (is_number(g, chain, 1.0)) return factor;
  if (is_constant(g, chain) && is_constant(g, factor)) return g.constant(g[chain].number() * g[factor].number());
  const bool several = is_call(g, chain, atom_id::multiply);
  const int last = several ? g[chain].operands[1] : chain;
  int merged = -1;
  if (last == factor) merged = square(g, last);
  if (is_call(g, last, atom_id::sign) && is_call(g, factor, atom_id::abs) &&
      g[last].operands[0] == g[factor].operands[0])
    merged = g[last].operands[0];
  if (is_call(g, last, atom_id::abs) && is_call(g, factor, atom_id::sign) &&
      g[last].operands[0] == g[factor].operands[0])
    merged = g[last].operands[0];
  if (merged >= 0) return several ? insert_factor(g, g[chain].operands[0], merged) : merged;
  if (before(g, last, factor)) return multiply_node(g, chain, factor);
  if (!several) return multiply_node(g, factor, chain);
  return insert_factor(g, insert_factor(g, g[chain].operands[0], factor), last);
}

constexpr int join_factors(builder& g, int a, int b) {
  if (!is_call(g, b, atom_id::multiply)) return insert_factor(g, a, b);
  return insert_factor(g, join_factors(g, a, g[b].operands[0]), g[b].operands[1]);
}

constexpr int multiply(builder& g, int a, int b) {
  if (is_number(g, a, 0.0) || is_number(g, b, 0.0)) return g.constant(0.0);
  if (g[a].scalar() && g[b].scalar()) return join_factors(g, a, b);
  if (g[a].scalar() || g[b].scalar()) {
    const int s = g[a].scalar() ? a : b;
    const auto t = split_scalar(g, g[a].scalar() ? b : a);
    const int factor = t.scalar < 0 ? s : multiply(g, s, t.scalar);
    if (is_number(g, factor, 0.0)) return factor;
    return is_number(g, factor, 1.0) ? t.body : multiply_node(g, factor, t.body);
  }
  const auto x = split_scalar(g, a), y = split_scalar(g, b);
  const int body = join_factors(g, x.body, y.body);
  const int factor = x.scalar < 0 ? y.scalar : y.scalar < 0 ? x.scalar : multiply(g, x.scalar, y.scalar);
  return factor < 0 ? body : multiply(g, factor, body);
}

}  // namespace regula::dsl
