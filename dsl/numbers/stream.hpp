// SPDX-License-Identifier: MIT
/// Stores that leave the caches alone, where the target has them. The address is aligned to the packet.
#pragma once
#include <Eigen/Core>
#include <cstddef>

namespace regula {

/// Bytes from which a result bypasses the caches: it would not stay in them.
inline constexpr std::ptrdiff_t stream_from = std::ptrdiff_t{12} << 20;

template <class S, class Packet> [[gnu::always_inline]] inline void stream_store(S* to, const Packet& v) {
  Eigen::internal::pstoreu(to, v);
}
#if defined(EIGEN_VECTORIZE_SSE)
[[gnu::always_inline]] inline void stream_store(float* to, __m128 v) { _mm_stream_ps(to, v); }
[[gnu::always_inline]] inline void stream_store(double* to, __m128d v) { _mm_stream_pd(to, v); }
#endif
#if defined(EIGEN_VECTORIZE_AVX)
[[gnu::always_inline]] inline void stream_store(float* to, __m256 v) { _mm256_stream_ps(to, v); }
[[gnu::always_inline]] inline void stream_store(double* to, __m256d v) { _mm256_stream_pd(to, v); }
#endif
#if defined(EIGEN_VECTORIZE_AVX512)
[[gnu::always_inline]] inline void stream_store(float* to, __m512 v) { _mm512_stream_ps(to, v); }
[[gnu::always_inline]] inline void stream_store(double* to, __m512d v) { _mm512_stream_pd(to, v); }
#endif

/// Before anyone else reads what was streamed.
inline void stream_fence() {
#if defined(EIGEN_VECTORIZE_SSE)
  _mm_sfence();
#endif
}

}  // namespace regula
