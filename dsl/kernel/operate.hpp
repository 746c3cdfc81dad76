// SPDX-License-Identifier: MIT
/// Atoms and reductions on registers: vectors of entries, or one number.
#pragma once
#include <dsl/graph/facts.hpp>
#include <dsl/numbers/partial.hpp>
#include <dsl/numbers/reduce.hpp>

namespace regula::dsl {

/// Atom `What` on the registers a, b, c.
template <int What, std::uint64_t Bits, class Users, class N>
[[gnu::always_inline]] inline N operate(const N* at, int a, int b, int c) {
  using atom = atom_at<What, Users>;
  if constexpr (atom::arity == 1)
    return evaluate<atom, Bits, N>(at[a]);
  else if constexpr (atom::arity == 2)
    return evaluate<atom, Bits, N>(at[a], at[b]);
  else
    return evaluate<atom, Bits, N>(at[a], at[b], at[c]);
}

/// What a reduction of nothing is.
constexpr double start_of(int what) {
  const double end = std::numeric_limits<double>::infinity();
  return what == atom_id::sum ? 0.0 : what == atom_id::highest ? -end : end;
}
template <class L> [[gnu::always_inline]] inline L identity(int what) { return L::all(start_of(what)); }
template <int What, class L> [[gnu::always_inline]] inline L combine(L a, L b) {
  if constexpr (What == atom_id::sum)
    return a + b;
  else if constexpr (What == atom_id::highest)
    return max(a, b);
  else
    return min(a, b);
}
template <int What, class L> [[gnu::always_inline]] inline double gathered(L x) {
  if constexpr (What == atom_id::sum)
    return total(x);
  else if constexpr (What == atom_id::highest)
    return highest(x);
  else
    return lowest(x);
}

}  // namespace regula::dsl
