// SPDX-License-Identifier: MIT
/// AVX-512 registers by the type of their lanes.
#pragma once
#include <immintrin.h>

#include <cstddef>

namespace {

/// One register of T.
template <class T> struct lanes;

template <> struct lanes<float> {
  using vector = __m512;
  static constexpr std::size_t width = 16;

  static vector load(const float* p) { return _mm512_loadu_ps(p); }
  static void store(float* p, vector v) { _mm512_storeu_ps(p, v); }
  static void stream(float* p, vector v) { _mm512_stream_ps(p, v); }
  template <bool Streams> static void put(float* p, vector v) { Streams ? stream(p, v) : store(p, v); }

  static vector all(double x) { return _mm512_set1_ps(static_cast<float>(x)); }
  static vector abs(vector v) { return _mm512_abs_ps(v); }
  static vector max(vector a, vector b) { return _mm512_max_ps(a, b); }
  static vector fma(vector a, vector b, vector c) { return _mm512_fmadd_ps(a, b, c); }
  static vector fnma(vector a, vector b, vector c) { return _mm512_fnmadd_ps(a, b, c); }

  /// v where x > 0, 0 elsewhere.
  static vector where_positive(vector x, vector v) {
    return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, all(0), _CMP_GT_OQ), v);
  }
  /// The lanes of v moved up by one, the last lane of before in the first.
  static vector shifted_in(vector before, vector v) {
    return _mm512_castsi512_ps(_mm512_alignr_epi32(_mm512_castps_si512(v), _mm512_castps_si512(before), 15));
  }
  /// The lanes of v moved down by one, the last one kept.
  static vector next_or_last(vector v) {
    return _mm512_permutexvar_ps(_mm512_setr_epi32(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15), v);
  }

  /// size with the sign of x, 0 where x is 0.
  static vector with_sign(vector size, vector x) {
    constexpr int third_chooses = 0xD8;  // the sign bit from x, the others from size
    const __m512i bits = _mm512_ternarylogic_epi32(_mm512_castps_si512(size), _mm512_castps_si512(x),
                                                   _mm512_set1_epi32(static_cast<int>(0x80000000U)), third_chooses);
    return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, all(0), _CMP_NEQ_OQ), _mm512_castsi512_ps(bits));
  }
  /// The estimate of 14 bits and one Newton step; two steps for double.
  static vector reciprocal_root(vector x) {
    const vector y = _mm512_rsqrt14_ps(x);
    return y * fnma(x * (y * all(0.5)), y, all(1.5));
  }
  /// c / sqrt(x) where x > 0, finite at 0: with the estimate y and e = 1 - x y^2 it is c y (1 - e)^(-1/2), a short
  /// series.
  static vector over_root(double c, vector x) {
    const vector y = _mm512_rsqrt14_ps(max(x, all(1e-37)));
    return y * fma(fnma(x * y, y, all(1)), all(c / 2), all(c));
  }
  static vector reciprocal(vector x) {
    const vector y = _mm512_rcp14_ps(x);
    return y * fnma(x, y, all(2));
  }
  /// x = mantissa 2^exponent, 1 <= mantissa < 2.
  static vector mantissa(vector x) { return _mm512_getmant_ps(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero); }
  static vector exponent(vector x) { return _mm512_getexp_ps(x); }

  static double sum(vector v) {
    const __m512d low = _mm512_cvtps_pd(_mm512_castps512_ps256(v));
    const __m512d high = _mm512_cvtps_pd(_mm512_extractf32x8_ps(v, 1));
    return _mm512_reduce_add_pd(low + high);
  }
  /// The sum of each row, in its lane: pairs of rows, then of quarters.
  static vector sums(const vector (&rows)[width]) {
    vector fours[4];
    for (int i = 0; i < 4; ++i) {
      const vector* r = rows + 4 * i;
      const __m512d a = _mm512_castps_pd(_mm512_unpacklo_ps(r[0], r[1]) + _mm512_unpackhi_ps(r[0], r[1]));
      const __m512d b = _mm512_castps_pd(_mm512_unpacklo_ps(r[2], r[3]) + _mm512_unpackhi_ps(r[2], r[3]));
      fours[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, b)) + _mm512_castpd_ps(_mm512_unpackhi_pd(a, b));
    }
    return quarters(quarters(fours[0], fours[1]), quarters(fours[2], fours[3]));
  }
  static vector quarters(vector a, vector b) {
    return _mm512_shuffle_f32x4(a, b, 0x88) + _mm512_shuffle_f32x4(a, b, 0xDD);
  }

  static vector round(vector x) { return _mm512_roundscale_ps(x, 0); }
  static vector power_of_2(vector n) { return _mm512_scalef_ps(all(1), n); }
  static constexpr double expm1_from = -80;
  static constexpr int expm1_degree = 7;
  static constexpr double log_2[] = {0.693359375, -2.12194440e-4};  // their sum; n times the first is exact
};

template <> struct lanes<double> {
  using vector = __m512d;
  static constexpr std::size_t width = 8;

  static vector load(const double* p) { return _mm512_loadu_pd(p); }
  static void store(double* p, vector v) { _mm512_storeu_pd(p, v); }
  static void stream(double* p, vector v) { _mm512_stream_pd(p, v); }
  template <bool Streams> static void put(double* p, vector v) { Streams ? stream(p, v) : store(p, v); }

  static vector all(double x) { return _mm512_set1_pd(x); }
  static vector abs(vector v) { return _mm512_abs_pd(v); }
  static vector max(vector a, vector b) { return _mm512_max_pd(a, b); }
  static vector fma(vector a, vector b, vector c) { return _mm512_fmadd_pd(a, b, c); }
  static vector fnma(vector a, vector b, vector c) { return _mm512_fnmadd_pd(a, b, c); }

  static vector where_positive(vector x, vector v) {
    return _mm512_maskz_mov_pd(_mm512_cmp_pd_mask(x, all(0), _CMP_GT_OQ), v);
  }
  static vector shifted_in(vector before, vector v) {
    return _mm512_castsi512_pd(_mm512_alignr_epi64(_mm512_castpd_si512(v), _mm512_castpd_si512(before), 7));
  }
  static vector next_or_last(vector v) { return _mm512_permutexvar_pd(_mm512_setr_epi64(1, 2, 3, 4, 5, 6, 7, 7), v); }

  static vector with_sign(vector size, vector x) {
    constexpr int third_chooses = 0xD8;
    const __m512i bits = _mm512_ternarylogic_epi64(_mm512_castpd_si512(size), _mm512_castpd_si512(x),
                                                   _mm512_castpd_si512(all(-0.0)), third_chooses);
    return _mm512_maskz_mov_pd(_mm512_cmp_pd_mask(x, all(0), _CMP_NEQ_OQ), _mm512_castsi512_pd(bits));
  }
  static vector reciprocal_root(vector x) {
    const vector half = x * all(0.5);
    vector y = _mm512_rsqrt14_pd(x);
    y = y * fnma(half * y, y, all(1.5));
    return y * fnma(half * y, y, all(1.5));
  }
  static vector over_root(double c, vector x) {
    const vector y = _mm512_rsqrt14_pd(max(x, all(1e-300)));
    const vector e = fnma(x * y, y, all(1));
    return y * fma(fma(fma(e, all(0.3125 * c), all(0.375 * c)), e, all(0.5 * c)), e, all(c));
  }
  static vector reciprocal(vector x) {
    vector y = _mm512_rcp14_pd(x);
    y = y * fnma(x, y, all(2));
    return y * fnma(x, y, all(2));
  }
  static vector mantissa(vector x) { return _mm512_getmant_pd(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero); }
  static vector exponent(vector x) { return _mm512_getexp_pd(x); }

  static double sum(vector v) { return _mm512_reduce_add_pd(v); }
  static vector sums(const vector (&rows)[width]) {
    vector pairs[4];
    for (int i = 0; i < 4; ++i) {
      const vector a = rows[2 * i], b = rows[2 * i + 1];
      pairs[i] = _mm512_unpacklo_pd(a, b) + _mm512_unpackhi_pd(a, b);
    }
    return quarters(quarters(pairs[0], pairs[1]), quarters(pairs[2], pairs[3]));
  }
  static vector quarters(vector a, vector b) {
    return _mm512_shuffle_f64x2(a, b, 0x88) + _mm512_shuffle_f64x2(a, b, 0xDD);
  }

  static vector round(vector x) { return _mm512_roundscale_pd(x, 0); }
  static vector power_of_2(vector n) { return _mm512_scalef_pd(all(1), n); }
  static constexpr double expm1_from = -700;
  static constexpr int expm1_degree = 13;
  static constexpr double log_2[] = {6.93147180369123816490e-01, 1.90821492927058770002e-10};
};

}  // namespace
