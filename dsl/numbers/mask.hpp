// SPDX-License-Identifier: MIT
/// One yes or no per lane: a bool, a vector of all-ones or all-zeros words, or an AVX-512 mask register.
#pragma once
#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace regula {

template <class S> using packet_of = typename Eigen::internal::packet_traits<S>::type;

#if defined(EIGEN_VECTORIZE_AVX512)
template <class S> inline constexpr bool has_mask_registers = true;
#else
template <class S> inline constexpr bool has_mask_registers = false;
#endif

template <class Words> [[gnu::always_inline]] inline bool every(const Words& w) {
#if defined(EIGEN_VECTORIZE_AVX)
  if constexpr (sizeof(Words) == 32) return _mm256_movemask_ps(__builtin_bit_cast(__m256, w)) == 0xFF;
#endif
#if defined(EIGEN_VECTORIZE_SSE)
  if constexpr (sizeof(Words) == 16) return _mm_movemask_ps(__builtin_bit_cast(__m128, w)) == 0xF;
#endif
  bool yes = true;
  for (std::size_t i = 0; i < sizeof(w) / sizeof(w[0]); ++i) yes = yes && w[i] != 0;
  return yes;
}

template <class S> struct mask {
  using packet = packet_of<S>;
  using bits = std::conditional_t<!has_mask_registers<S>, decltype(packet{} < packet{}),
                                  std::conditional_t<sizeof(S) == 4, std::uint16_t, std::uint8_t>>;
  bits m;

  [[gnu::always_inline]] friend mask operator&(mask a, mask b) { return {static_cast<bits>(a.m & b.m)}; }
  [[gnu::always_inline]] friend mask operator|(mask a, mask b) { return {static_cast<bits>(a.m | b.m)}; }
  [[gnu::always_inline]] friend mask operator~(mask a) {
    if constexpr (std::is_same_v<bits, bool>)
      return {!a.m};
    else
      return {static_cast<bits>(~a.m)};
  }

  [[gnu::always_inline]] static mask equal(packet a, packet b) {
#if defined(EIGEN_VECTORIZE_AVX512)
    if constexpr (sizeof(S) == 4)
      return {_mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ)};
    else
      return {_mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ)};
#else
    return {a == b};
#endif
  }
  [[gnu::always_inline]] static mask less(packet a, packet b) {
#if defined(EIGEN_VECTORIZE_AVX512)
    if constexpr (sizeof(S) == 4)
      return {_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ)};
    else
      return {_mm512_cmp_pd_mask(a, b, _CMP_LT_OQ)};
#else
    return {a < b};
#endif
  }
  [[gnu::always_inline]] static mask less_equal(packet a, packet b) {
#if defined(EIGEN_VECTORIZE_AVX512)
    if constexpr (sizeof(S) == 4)
      return {_mm512_cmp_ps_mask(a, b, _CMP_LE_OQ)};
    else
      return {_mm512_cmp_pd_mask(a, b, _CMP_LE_OQ)};
#else
    return {a <= b};
#endif
  }
  [[gnu::always_inline]] friend bool all(mask a) {
    if constexpr (has_mask_registers<S>)
      return a.m == static_cast<bits>((1u << (64 / sizeof(S))) - 1u);
    else if constexpr (std::is_same_v<bits, bool>)
      return a.m;
    else
      return every(a.m);
  }

  /// Lanes of a where the mask says yes, of b elsewhere.
  [[gnu::always_inline]] packet choose(packet a, packet b) const {
#if defined(EIGEN_VECTORIZE_AVX512)
    if constexpr (sizeof(S) == 4)
      return _mm512_mask_blend_ps(m, b, a);
    else
      return _mm512_mask_blend_pd(m, b, a);
#else
    return m ? a : b;
#endif
  }
};

}  // namespace regula
