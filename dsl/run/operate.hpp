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

/// A scalar of a sweep that is one over a norm, or a multiple of that: of a subnormal norm of floats it is a double that is
/// no float. Infinite it would make NaN of zeros.
template <class S> [[gnu::always_inline]] inline double in_range(double x) {
  constexpr double most = std::numeric_limits<S>::max();
  return sizeof(S) == sizeof(double) ? x : x > most ? most : x < -most ? -most : x;
}

/// Whether a reduction adds up: entries, or their squares, of which it takes the root.
constexpr bool adds_up(int what) { return what == atom_id::sum || what == atom_id::norm2; }
/// What a reduction of nothing is.
constexpr double start_of(int what) {
  const double end = std::numeric_limits<double>::infinity();
  return adds_up(what) ? 0.0 : what == atom_id::highest ? -end : end;
}
template <class L> [[gnu::always_inline]] inline L identity(int what) { return L::all(start_of(what)); }
/// What is gathered in two places, together.
template <int What, class L> [[gnu::always_inline]] inline L combine(L a, L b) {
  if constexpr (adds_up(What))
    return a + b;
  else if constexpr (What == atom_id::highest)
    return max(a, b);
  else
    return min(a, b);
}
/// What is gathered so far, and x.
template <int What, class L> [[gnu::always_inline]] inline L gather(L so_far, L x) {
  if constexpr (What == atom_id::norm2)
    return so_far + x * x;
  else
    return combine<What>(so_far, x);
}
/// The result, from all that is gathered.
template <int What> [[gnu::always_inline]] inline double finished(double x) {
  return What == atom_id::norm2 ? std::sqrt(x) : x;
}
template <int What, class L> [[gnu::always_inline]] inline double gathered(L x) {
  if constexpr (adds_up(What))
    return total(x);
  else if constexpr (What == atom_id::highest)
    return highest(x);
  else
    return lowest(x);
}

}  // namespace regula::dsl
