// SPDX-License-Identifier: MIT
/// The first entries of a vector, those behind them untouched in memory.
#pragma once
#include <algorithm>
#include <cstddef>
#include <dsl/numbers/lanes.hpp>

namespace regula {

/// m < size entries of memory, and ones behind them.
template <class S> [[gnu::always_inline]] inline lanes<S> load_first(const S* from, std::ptrdiff_t m) {
#if defined(EIGEN_VECTORIZE_AVX512)
  const lanes<S> ones = lanes<S>::all(1.0);
  if constexpr (sizeof(S) == 4)
    return lanes<S>(_mm512_mask_loadu_ps(ones.v, static_cast<__mmask16>((1u << m) - 1u), from));
  else
    return lanes<S>(_mm512_mask_loadu_pd(ones.v, static_cast<__mmask8>((1u << m) - 1u), from));
#else
  alignas(64) S all[lanes<S>::size];
  std::fill_n(all, lanes<S>::size, S(1));
  std::copy_n(from, m, all);
  return lanes<S>::load(all);
#endif
}
/// The first m < size lanes into memory.
template <class S> [[gnu::always_inline]] inline void store_first(lanes<S> x, S* to, std::ptrdiff_t m) {
#if defined(EIGEN_VECTORIZE_AVX512)
  if constexpr (sizeof(S) == 4)
    _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << m) - 1u), x.v);
  else
    _mm512_mask_storeu_pd(to, static_cast<__mmask8>((1u << m) - 1u), x.v);
#else
  alignas(64) S all[lanes<S>::size];
  x.store(all);
  std::copy_n(all, m, to);
#endif
}

/// Doubles rounded to entries.
template <class S> [[gnu::always_inline]] inline lanes<S> narrowed(const double* from) {
  if constexpr (sizeof(S) == sizeof(double)) {
    return lanes<S>::load(from);
  } else {
#if defined(EIGEN_VECTORIZE_AVX512)
    const __m256d low = _mm256_castps_pd(_mm512_maskz_cvtpd_ps(0xFF, _mm512_loadu_pd(from))),
                  high = _mm256_castps_pd(_mm512_maskz_cvtpd_ps(0xFF, _mm512_loadu_pd(from + 8)));
    return lanes<S>(_mm512_castpd_ps(_mm512_maskz_insertf64x4(0xFF, _mm512_zextpd256_pd512(low), high, 1)));
#elif defined(EIGEN_VECTORIZE_AVX)
    return lanes<S>(
        _mm256_set_m128(_mm256_cvtpd_ps(_mm256_loadu_pd(from + 4)), _mm256_cvtpd_ps(_mm256_loadu_pd(from))));
#else
    alignas(64) S all[lanes<S>::size];
    for (int k = 0; k < lanes<S>::size; ++k) all[k] = static_cast<S>(from[k]);
    return lanes<S>::load(all);
#endif
  }
}
/// m < size of them, and ones behind them.
template <class S> [[gnu::always_inline]] inline lanes<S> narrowed_first(const double* from, std::ptrdiff_t m) {
  double all[lanes<S>::size];
  std::fill_n(std::copy_n(from, m, all), lanes<S>::size - m, 1.0);
  return narrowed<S>(all);
}

}  // namespace regula
