// SPDX-License-Identifier: MIT
/// From lanes to one double, and the last, unfinished packet of an array.
#pragma once
#include <Eigen/Core>
#include <dsl/numbers/lanes.hpp>
#include <type_traits>

namespace regula {

#if defined(EIGEN_VECTORIZE_SSE)
[[gnu::always_inline]] inline double packet_total(__m128d v) {
  return _mm_cvtsd_f64(v) + _mm_cvtsd_f64(_mm_unpackhi_pd(v, v));
}
[[gnu::always_inline]] inline double packet_total(__m128 v) {
  return packet_total(_mm_add_pd(_mm_cvtps_pd(v), _mm_cvtps_pd(_mm_movehl_ps(v, v))));
}
#endif
#if defined(EIGEN_VECTORIZE_AVX)
[[gnu::always_inline]] inline double packet_total(__m256d v) {
  return packet_total(_mm_add_pd(_mm256_castpd256_pd128(v), _mm256_extractf128_pd(v, 1)));
}
[[gnu::always_inline]] inline double packet_total(__m256 v) {
  const __m256d low = _mm256_cvtps_pd(_mm256_castps256_ps128(v));
  return packet_total(_mm256_add_pd(low, _mm256_cvtps_pd(_mm256_extractf128_ps(v, 1))));
}
#endif
#if defined(EIGEN_VECTORIZE_AVX512)
// The masked forms: the plain ones of g++ 12 read a variable it then warns about.
template <int Half> [[gnu::always_inline]] inline __m256d half_of(__m512d v) {
  return _mm512_maskz_extractf64x4_pd(0xF, v, Half);
}
[[gnu::always_inline]] inline double packet_total(__m512d v) {
  return packet_total(_mm256_add_pd(half_of<0>(v), half_of<1>(v)));
}
[[gnu::always_inline]] inline double packet_total(__m512 v) {
  const __m512d both = _mm512_castps_pd(v);
  const __m512d low = _mm512_maskz_cvtps_pd(0xFF, _mm256_castpd_ps(half_of<0>(both)));
  return packet_total(_mm512_add_pd(low, _mm512_maskz_cvtps_pd(0xFF, _mm256_castpd_ps(half_of<1>(both)))));
}
#endif
template <class Packet> [[gnu::always_inline]] inline double packet_total(const Packet& v) {
  typename Eigen::internal::unpacket_traits<Packet>::type each[Eigen::internal::unpacket_traits<Packet>::size];
  Eigen::internal::pstoreu(each, v);
  double sum = 0.0;
  for (const auto x : each) sum += static_cast<double>(x);
  return sum;
}

/// The sum of all lanes, added in double: float lanes are widened first.
template <class S> [[gnu::always_inline]] inline double total(lanes<S> x) { return packet_total(x.v); }

/// The largest lane; NaN if any lane is.
template <class S> [[gnu::always_inline]] inline double highest(lanes<S> x) {
  S each[lanes<S>::size];
  x.store(each);
  S best = each[0];
  for (const S e : each) best = e > best || e != e ? e : best;
  return static_cast<double>(best);
}

/// The smallest lane; NaN if any lane is.
template <class S> [[gnu::always_inline]] inline double lowest(lanes<S> x) { return -highest(-x); }

/// Lanes 0 to m - 1 of x, the others of `other`; 0 < m < size.
template <class S>
[[gnu::always_inline]] inline lanes<S> keep_first(lanes<S> x, int m, std::type_identity_t<lanes<S>> other) {
  if constexpr (has_mask_registers<S>) {
    return select(mask<S>{static_cast<typename mask<S>::bits>((1u << m) - 1u)}, x, other);
  } else if constexpr (lanes<S>::size == 1) {
    return x;
  } else {
    return select(lanes<S>(Eigen::internal::plset<packet_of<S>>(S(0))) < lanes<S>(double(m)), x, other);
  }
}

}  // namespace regula
