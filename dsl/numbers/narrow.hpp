// SPDX-License-Identifier: MIT
/// Numbers of 16 bits, half and bfloat16, in lanes of float: read, and written rounded to the nearest with ties to even.
#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <dsl/numbers/partial.hpp>

namespace regula {

namespace narrow_detail {

inline constexpr int width = lanes<float>::size;
#if defined(EIGEN_VECTORIZE_AVX512)
// The masked forms: the plain ones of g++ 12 read a variable it then warns about.
[[gnu::always_inline]] inline lanes<float> widened(const Eigen::bfloat16* from) {
  const __m512i wide = _mm512_maskz_cvtepu16_epi32(0xFFFF, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
  return lanes<float>(_mm512_castsi512_ps(_mm512_maskz_slli_epi32(0xFFFF, wide, 16)));
}
[[gnu::always_inline]] inline __m256i narrowed(lanes<float> x, const Eigen::bfloat16*) {
#if defined(__AVX512BF16__)
  // The instruction takes subnormal numbers for 0.
  constexpr int subnormal = 0x20;
  if (__builtin_expect(_mm512_fpclass_ps_mask(x.v, subnormal) == 0, 1))
    return std::bit_cast<__m256i>(_mm512_maskz_cvtneps_pbh(0xFFFF, x.v));
#endif
  const __m512i w = _mm512_castps_si512(x.v), last = _mm512_maskz_srli_epi32(0xFFFF, w, 16),
                half = _mm512_add_epi32(_mm512_and_si512(last, _mm512_set1_epi32(1)), _mm512_set1_epi32(0x7fff));
  // A NaN stays one, whatever its lower half.
  const __m512i rounded = _mm512_mask_or_epi32(_mm512_add_epi32(w, half), _mm512_cmp_ps_mask(x.v, x.v, _CMP_UNORD_Q), w,
                                               _mm512_set1_epi32(0x400000));
  return _mm512_maskz_cvtepi32_epi16(0xFFFF, _mm512_maskz_srli_epi32(0xFFFF, rounded, 16));
}
#elif defined(EIGEN_VECTORIZE_AVX2)
[[gnu::always_inline]] inline lanes<float> widened(const Eigen::bfloat16* from) {
  const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
  return lanes<float>(_mm256_castsi256_ps(_mm256_slli_epi32(wide, 16)));
}
[[gnu::always_inline]] inline __m128i narrowed(lanes<float> x, const Eigen::bfloat16*) {
  const __m256i w = _mm256_castps_si256(x.v), last = _mm256_srli_epi32(w, 16),
                half = _mm256_add_epi32(_mm256_and_si256(last, _mm256_set1_epi32(1)), _mm256_set1_epi32(0x7fff)),
                nan = _mm256_or_si256(w, _mm256_set1_epi32(0x400000)),
                is_nan = _mm256_castps_si256(_mm256_cmp_ps(x.v, x.v, _CMP_UNORD_Q)),
                rounded = _mm256_srli_epi32(_mm256_blendv_epi8(_mm256_add_epi32(w, half), nan, is_nan), 16);
  return _mm_packus_epi32(_mm256_castsi256_si128(rounded), _mm256_extracti128_si256(rounded, 1));
}
#elif defined(EIGEN_VECTORIZE_SSE) && !defined(EIGEN_VECTORIZE_AVX)
[[gnu::always_inline]] inline lanes<float> widened(const Eigen::bfloat16* from) {
  const __m128i four = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
  return lanes<float>(_mm_castsi128_ps(_mm_unpacklo_epi16(_mm_setzero_si128(), four)));
}
[[gnu::always_inline]] inline std::int64_t narrowed(lanes<float> x, const Eigen::bfloat16*) {
  const __m128i w = _mm_castps_si128(x.v), last = _mm_srli_epi32(w, 16),
                half = _mm_add_epi32(_mm_and_si128(last, _mm_set1_epi32(1)), _mm_set1_epi32(0x7fff)),
                nan = _mm_or_si128(w, _mm_set1_epi32(0x400000)), is_nan = _mm_castps_si128(_mm_cmpunord_ps(x.v, x.v)),
                rounded = _mm_or_si128(_mm_and_si128(is_nan, nan), _mm_andnot_si128(is_nan, _mm_add_epi32(w, half)));
  const __m128i upper = _mm_srai_epi32(rounded, 16);
  return _mm_cvtsi128_si64(_mm_packs_epi32(upper, upper));
}
#endif
#if defined(__F16C__) && defined(EIGEN_VECTORIZE_AVX)
[[gnu::always_inline]] inline lanes<float> widened(const Eigen::half* from) {
#if defined(EIGEN_VECTORIZE_AVX512)
  return lanes<float>(_mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))));
#else
  return lanes<float>(_mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))));
#endif
}
[[gnu::always_inline]] inline auto narrowed(lanes<float> x, const Eigen::half*) {
#if defined(EIGEN_VECTORIZE_AVX512)
  return _mm512_cvtps_ph(x.v, _MM_FROUND_TO_NEAREST_INT);
#else
  return _mm256_cvtps_ph(x.v, _MM_FROUND_TO_NEAREST_INT);
#endif
}
#endif
/// One by one, where nothing better is known.
template <class M> lanes<float> widened(const M* from) {
  alignas(64) float x[width];
  for (int k = 0; k < width; ++k) x[k] = static_cast<float>(from[k]);
  return lanes<float>::load(x);
}
template <class M> std::array<M, width> narrowed(lanes<float> x, const M*) {
  alignas(64) float each[width];
  x.store(each);
  std::array<M, width> all;
  for (int k = 0; k < width; ++k) all[static_cast<std::size_t>(k)] = static_cast<M>(each[k]);
  return all;
}

}  // namespace narrow_detail

/// Entries of M in memory as lanes of S, where M is S or narrow, and back.
template <class S, class M> [[gnu::always_inline]] inline lanes<S> load_lanes(const M* from) {
  if constexpr (std::is_same_v<S, M>)
    return lanes<S>::load(from);
  else
    return narrow_detail::widened(from);
}
template <class S, class M> [[gnu::always_inline]] inline void store_lanes(lanes<S> x, M* to) {
  if constexpr (std::is_same_v<S, M>) {
    x.store(to);
  } else {
    const auto out = narrow_detail::narrowed(x, to);
    std::memcpy(static_cast<void*>(to), &out, sizeof out);
  }
}
/// Past the caches, where the target can: `to` is aligned to what is written.
template <class S, class M> [[gnu::always_inline]] inline void stream_lanes(lanes<S> x, M* to) {
  if constexpr (std::is_same_v<S, M>) {
    x.stream(to);
  } else {
    const auto out = narrow_detail::narrowed(x, to);
#if defined(EIGEN_VECTORIZE_AVX512)
    __m256i bits;
    std::memcpy(&bits, &out, sizeof bits);
    _mm256_stream_si256(reinterpret_cast<__m256i*>(to), bits);
#elif defined(EIGEN_VECTORIZE_AVX)
    __m128i bits;
    std::memcpy(&bits, &out, sizeof bits);
    _mm_stream_si128(reinterpret_cast<__m128i*>(to), bits);
#else
    std::memcpy(static_cast<void*>(to), &out, sizeof out);
#endif
  }
}
/// m < size entries into `copy`, which has room for a vector, and ones behind them.
template <class S, class M> [[gnu::always_inline]] inline void copy_first(const M* from, std::ptrdiff_t m, M* copy) {
  if constexpr (std::is_same_v<S, M>)
    load_first(from, m).store(copy);
  else
    std::fill_n(std::copy_n(from, m, copy), lanes<S>::size - m, static_cast<M>(1.0f));
}
/// The first m < size of a vector's entries.
template <class S, class M> [[gnu::always_inline]] inline void write_first(const M* copy, M* to, std::ptrdiff_t m) {
  if constexpr (std::is_same_v<S, M>)
    store_first(lanes<S>::load(copy), to, m);
  else
    std::copy_n(copy, m, to);
}

/// n entries of M as floats, and back.
template <class M> void widen(const M* from, std::ptrdiff_t n, float* to) {
  constexpr std::ptrdiff_t step = narrow_detail::width;
  std::ptrdiff_t i = 0;
  for (; i + step <= n; i += step) load_lanes<float>(from + i).store(to + i);
  for (; i < n; ++i) to[i] = static_cast<float>(from[i]);
}
template <class M> void narrow(const float* from, std::ptrdiff_t n, M* to) {
  constexpr std::ptrdiff_t step = narrow_detail::width;
  std::ptrdiff_t i = 0;
  for (; i + step <= n; i += step) store_lanes(lanes<float>::load(from + i), to + i);
  for (; i < n; ++i) to[i] = static_cast<M>(from[i]);
}

}  // namespace regula
