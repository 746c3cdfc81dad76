// SPDX-License-Identifier: MIT
/// Square root of lanes.
#pragma once
#include <dsl/numbers/bits.hpp>
#include <dsl/numbers/number.hpp>

namespace regula {

/// sqrt(x); NaN below 0, and sqrt(-0) = -0. Correctly rounded, with one exception: on AVX-512 a root that is a float or
/// a double is exact and the others are off by less than 0.9 ulp. There an estimate to 14 bits and one Newton step (two
/// for double) take 0.11 (0.35) ns an element, the instruction 0.18 (0.56). Eigen's psqrt flushes subnormals and loses
/// infinity.
template <class S> [[gnu::always_inline]] inline lanes<S> sqrt(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) return sqrt(number(x.v)).v;
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
    return lane_by_lane(x, [](number y) { return sqrt(y); });
#endif
}

}  // namespace regula
