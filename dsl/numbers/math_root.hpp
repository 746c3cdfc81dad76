// SPDX-License-Identifier: MIT
/// Square root of lanes, correctly rounded.
#pragma once
#include <dsl/numbers/lanes.hpp>
#include <dsl/numbers/number.hpp>

namespace regula {

/// sqrt(x); NaN for x < 0, sqrt(-0) = -0. Eigen's packet square root flushes subnormals and loses infinity.
template <class S>
[[gnu::always_inline]] inline lanes<S> sqrt(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) return sqrt(number(x.v)).v;
#if defined(EIGEN_VECTORIZE_AVX512)
  else if constexpr (sizeof(S) == 4) return lanes<S>(_mm512_maskz_sqrt_ps(0xFFFF, x.v));
  else return lanes<S>(_mm512_maskz_sqrt_pd(0xFF, x.v));
#elif defined(EIGEN_VECTORIZE_AVX)
  else if constexpr (sizeof(S) == 4) return lanes<S>(_mm256_sqrt_ps(x.v));
  else return lanes<S>(_mm256_sqrt_pd(x.v));
#elif defined(EIGEN_VECTORIZE_SSE)
  else if constexpr (sizeof(S) == 4) return lanes<S>(_mm_sqrt_ps(x.v));
  else return lanes<S>(_mm_sqrt_pd(x.v));
#else
  else return lanes<S>(Eigen::internal::psqrt(x.v));
#endif
}

}  // namespace regula
