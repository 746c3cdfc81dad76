// SPDX-License-Identifier: MIT
/// What the functions are built from: lanes seen as unsigned words, single instructions, polynomials.
#pragma once
#include <cstdint>
#include <dsl/numbers/lanes.hpp>
#include <dsl/numbers/one_lane.hpp>
#include <limits>
#include <type_traits>

namespace regula {

template <class S> struct words {
  using word = std::conditional_t<sizeof(S) == 4, std::uint32_t, std::uint64_t>;
  using type [[gnu::vector_size(sizeof(packet_of<S>))]] = word;
  static constexpr word top = word{1} << (8 * sizeof(S) - 1);
  static constexpr int mantissa = std::numeric_limits<S>::digits - 1;
};

template <class S> [[gnu::always_inline]] inline auto bits(lanes<S> x) {
  return __builtin_bit_cast(typename words<S>::type, x.v);
}
template <class S> [[gnu::always_inline]] inline lanes<S> from_bits(typename words<S>::type w) {
  return lanes<S>(__builtin_bit_cast(packet_of<S>, w));
}

/// x, or NaN where the mask says so.
template <class S> [[gnu::always_inline]] inline lanes<S> nan_where(mask<S> condition, lanes<S> x) {
  if constexpr (has_mask_registers<S>)
    return select(condition, std::numeric_limits<double>::quiet_NaN(), x);
  else
    return from_bits<S>(bits(x) | __builtin_bit_cast(typename words<S>::type, condition.m));
}

/// The smaller or larger of two, in one instruction; the first when they are equal and when either is NaN.
template <class S> [[gnu::always_inline]] inline lanes<S> lesser(lanes<S> a, std::type_identity_t<lanes<S>> b) {
#if defined(EIGEN_VECTORIZE_AVX512)
  if constexpr (sizeof(S) == 4)
    return lanes<S>(_mm512_maskz_min_ps(0xFFFF, b.v, a.v));
  else
    return lanes<S>(_mm512_maskz_min_pd(0xFF, b.v, a.v));
#else
  return lanes<S>(Eigen::internal::pmin(a.v, b.v));
#endif
}
template <class S> [[gnu::always_inline]] inline lanes<S> larger(lanes<S> a, std::type_identity_t<lanes<S>> b) {
#if defined(EIGEN_VECTORIZE_AVX512)
  if constexpr (sizeof(S) == 4)
    return lanes<S>(_mm512_maskz_max_ps(0xFFFF, b.v, a.v));
  else
    return lanes<S>(_mm512_maskz_max_pd(0xFF, b.v, a.v));
#else
  return lanes<S>(Eigen::internal::pmax(a.v, b.v));
#endif
}

/// One lane at a time, by the C library.
template <class S> [[gnu::noinline]] inline lanes<S> lane_by_lane(lanes<S> x, one_lane (*f)(one_lane)) {
  S each[lanes<S>::size];
  x.store(each);
  for (S& e : each) e = static_cast<S>(f(one_lane(static_cast<double>(e))).v);
  return lanes<S>::load(each);
}

/// c0 + c1 x + c2 x^2 + ...
template <class S, class... Rest>
[[gnu::always_inline]] inline lanes<S> polynomial(lanes<S> x, double c0, Rest... rest) {
  if constexpr (sizeof...(Rest) == 0)
    return lanes<S>(c0);
  else
    return fused(polynomial(x, rest...), x, c0);
}

#if defined(EIGEN_VECTORIZE_AVX512)
/// vfixupimm: one hexadecimal digit per class of x, from the right: quiet NaN, other NaN, zero, one, -inf, +inf,
/// negative, positive. 0 keeps y, 1 is x, 2 is x as a quiet NaN, 3 NaN, 4 -inf, 5 +inf, 8 zero, 9 -1, A 1.
template <std::uint32_t Table, class S> [[gnu::always_inline]] inline lanes<S> by_class(lanes<S> x, lanes<S> y) {
  if constexpr (sizeof(S) == 4)
    return lanes<S>(_mm512_fixupimm_ps(y.v, x.v, _mm512_set1_epi32(int(Table)), 0));
  else
    return lanes<S>(_mm512_fixupimm_pd(y.v, x.v, _mm512_set1_epi64(std::int64_t{Table}), 0));
}
#endif

}  // namespace regula
