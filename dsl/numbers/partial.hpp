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

}  // namespace regula
