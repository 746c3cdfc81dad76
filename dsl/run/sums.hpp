// SPDX-License-Identifier: MIT
/// Sums to scalars under way, and which of them are of squares.
#pragma once
#include <dsl/plan/plan.hpp>
#include <dsl/run/operate.hpp>
#include <dsl/walk/endpoint.hpp>

namespace regula::dsl {

/// What lanes have gathered so far, into double.
template <int What> [[gnu::always_inline]] inline void add(scalar_sum& to, double more) {
  if constexpr (adds_up(What))
    to.total.add(more);
  else
    to.extreme = combine<What>(one_lane{to.extreme}, one_lane{more}).v;
}
/// The sums of a next share that fills whole branches of the tree.
template <int What> [[gnu::always_inline]] inline void append(scalar_sum& to, const scalar_sum& next) {
  if constexpr (adds_up(What))
    to.total.append(next.total);
  else
    to.extreme = combine<What>(one_lane{to.extreme}, one_lane{next.extreme}).v;
}
/// f(the reduction as a constant) of one that is known at run time; a norm adds up as a sum does.
template <class F> auto with_reduction(int what, F f) {
  if (what == atom_id::highest) return f(std::integral_constant<int, atom_id::highest>{});
  if (what == atom_id::lowest) return f(std::integral_constant<int, atom_id::lowest>{});
  return f(std::integral_constant<int, atom_id::sum>{});
}

/// The register whose squares an accumulation of a sweep adds up and that may leave the range of the entries; -1: none. A
/// sum of squares of doubles is a double itself: nothing helps it.
constexpr int squared_register(const plan_view& plan, const sweep& s, const accumulation& a, bool doubles) {
  if (a.what == atom_id::norm2) return a.from;
  if (a.what != atom_id::sum || doubles || a.from < s.scalars.count) return -1;
  const auto& x = plan.code[s.code.first + a.from - s.scalars.count];
  return x.what == atom_id::square ? x.operands[0] : -1;
}

/// Whether a sum adds up a logarithm, an atom of the library, that nothing else of its sweep reads. Over whole tensors its
/// factors are multiplied then, eight or four vectors of a block's together, where the target's multiplications are fused.
constexpr bool adds_logarithms(const plan_view& plan, const sweep& s, const accumulation& a) {
  if (a.what != atom_id::sum || a.from < s.scalars.count) return false;
  const auto& x = plan.code[s.code.first + a.from - s.scalars.count];
  if (x.what < 0 || x.what >= library_atoms::size || !facts_table<library_atoms>::rows[x.what]->is_logarithm)
    return false;
  int uses = 0;
  for (int q = 0; q < s.code.count; ++q)
    for (const int r : plan.code[s.code.first + q].operands) uses += r == a.from;
  for (int r = 0; r < s.sums.count; ++r) uses += plan.accumulations[s.sums.first + r].from == a.from;
  for (int t = 0; t < s.stores.count; ++t) uses += plan.stores[s.stores.first + t].from == a.from;
  return uses == 1;
}
/// Whether one of a sweep's sums does.
constexpr bool adds_logarithms(const plan_view& plan, const sweep& s) {
  for (int r = 0; r < s.sums.count; ++r)
    if (adds_logarithms(plan, s, plan.accumulations[s.sums.first + r])) return true;
  return false;
}

}  // namespace regula::dsl
