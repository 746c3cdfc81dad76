// SPDX-License-Identifier: MIT
/// Square roots of lanes, and one over them.
#pragma once
#include <dsl/numbers/bits.hpp>
#include <dsl/numbers/one_lane.hpp>

namespace regula {

/// sqrt(x); NaN below 0, and sqrt(-0) = -0. Correctly rounded, with one exception: on AVX-512 a root that is a float or
/// a double is exact and the others are off by less than 0.9 ulp. There an estimate to 14 bits and one Newton step (two
/// for double) take 0.11 (0.35) ns an element, the instruction 0.18 (0.56). Eigen's psqrt flushes subnormals and loses
/// infinity.
template <class S> [[gnu::always_inline]] inline lanes<S> sqrt(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) return sqrt(one_lane(x.v)).v;
#if defined(EIGEN_VECTORIZE_AVX512)
  else if constexpr (sizeof(S) == 8) {
    const lanes<S> first(_mm512_maskz_rsqrt14_pd(0xFF, x.v));
    const lanes<S> estimate = fused(0.5 * first, fused(-(x * first), first, 1.0), first), root = x * estimate;
    return by_class<0x03530122>(x, fused(0.5 * root, fused(-root, estimate, 1.0), root));
  } else {
    const lanes<S> estimate(_mm512_maskz_rsqrt14_ps(0xFFFF, x.v)), root = x * estimate;
    return by_class<0x03530122>(x, fused(0.5 * root, fused(-root, estimate, 1.0), root));
  }
#elif defined(EIGEN_VECTORIZE_AVX)
  else if constexpr (sizeof(S) == 4)
    return lanes<S>(_mm256_sqrt_ps(x.v));
  else
    return lanes<S>(_mm256_sqrt_pd(x.v));
#elif defined(EIGEN_VECTORIZE_SSE)
  else if constexpr (sizeof(S) == 4)
    return lanes<S>(_mm_sqrt_ps(x.v));
  else
    return lanes<S>(_mm_sqrt_pd(x.v));
#else
  else
    return lane_by_lane(x, [](one_lane y) { return sqrt(y); });
#endif
}

#if defined(EIGEN_VECTORIZE_AVX512)
/// 1 / sqrt(x) by the estimate and the Newton steps of the root; a table says what numbers out of the ordinary become.
template <std::uint32_t Table, class S> [[gnu::always_inline]] inline lanes<S> inverse_sqrt_by(lanes<S> x) {
  const auto better = [&](lanes<S> y) __attribute__((always_inline)) {
    return fused(0.5 * y, fused(-(x * y), y, 1.0), y);
  };
  if constexpr (sizeof(S) == 8)
    return by_class<Table>(x, better(better(lanes<S>(_mm512_maskz_rsqrt14_pd(0xFF, x.v)))));
  else
    return by_class<Table>(x, better(lanes<S>(_mm512_maskz_rsqrt14_ps(0xFFFF, x.v))));
}
#endif

/// 1 / x, but 0 where x is a zero or subnormal.
template <class S> [[gnu::always_inline]] inline lanes<S> safe_inverse(lanes<S> x) {
  constexpr double smallest = std::numeric_limits<S>::min();
  return select((x < smallest) & (x > -smallest), 0.0, inverse(x));
}

/// 1 / sqrt(x); NaN below 0, and an infinity of its sign for a zero.
template <class S> [[gnu::always_inline]] inline lanes<S> inverse_sqrt(lanes<S> x) {
#if defined(EIGEN_VECTORIZE_AVX512)
  if constexpr (lanes<S>::size > 1) return inverse_sqrt_by<0x03830622>(x);
#endif
  return inverse(sqrt(x));
}
/// The same, but a zero where x is one.
template <class S> [[gnu::always_inline]] inline lanes<S> safe_inverse_sqrt(lanes<S> x) {
#if defined(EIGEN_VECTORIZE_AVX512)
  if constexpr (lanes<S>::size > 1) return inverse_sqrt_by<0x03830122>(x);
#endif
  return select(x == 0.0, x, inverse(sqrt(x)));
}

}  // namespace regula
