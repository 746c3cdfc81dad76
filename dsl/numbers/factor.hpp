// SPDX-License-Identifier: MIT
/// What a logarithm is taken of, as atoms state it: a number, or 1 + a number that may be far below 1.
#pragma once

namespace regula {

/// 1 + grown, not yet added up.
template <class N> struct plus_one { N grown; };
template <class N> [[gnu::always_inline]] constexpr plus_one<N> one_plus(const N& x) { return {x}; }
template <class N> [[gnu::always_inline]] constexpr auto log(const plus_one<N>& factor) { return log1p(factor.grown); }

/// A logarithm as A counts it.
template <class A, class N> [[gnu::always_inline]] constexpr N log_weighted(const N& x) {
  if constexpr (A::weight == 1.0)
    return x;
  else
    return A::weight * x;
}

}  // namespace regula
