// SPDX-License-Identifier: MIT
/// Vectors of numbers in the C of GCC and clang: the algorithms of dsl/numbers once more, for what is compiled at run
/// time. tests/emit compares the bits of the two.
#pragma once
#include <string_view>

namespace regula::dsl {

/// Goes before the text below: WIDE is 1 for double; BYTES is the size of a vector; REGISTERS is 1 where masks have
/// registers, which are those of AVX-512; FUSES is 1 where sums of logarithms multiply.
inline constexpr std::string_view vector_types = R"(
#if WIDE
typedef double S;
typedef long long J1;
typedef unsigned long long X1;
#define N(x) x
#define BOTH(narrow, wide) wide
#else
typedef float S;
typedef int J1;
typedef unsigned X1;
#define N(x) x##f
#define BOTH(narrow, wide) narrow
#endif
typedef S V __attribute__((vector_size(BYTES)));
typedef S U __attribute__((vector_size(BYTES), aligned(sizeof(S)), may_alias));
typedef J1 J __attribute__((vector_size(BYTES)));
typedef X1 X __attribute__((vector_size(BYTES)));
#define WIDTH ((long)(BYTES / sizeof(S)))
#define IN static inline __attribute__((always_inline, unused))
struct calls { void (*sin)(S*); void (*cos)(S*); void (*atan)(S*); void (*power)(S*, unsigned long long); };
IN V load(const S* at) { return *(const U*)at; }
#if defined(__x86_64__)
#define SETTLED(x) __asm__("" : "+v"(x))
#else
#define SETTLED(x)
#endif
IN V entries(const S* at) {
  V x = load(at);
  SETTLED(x);
  return x;
}
IN void keep(S* at, V x) { *(U*)at = x; }
IN V all(S x) { return x - (V){0}; }
IN X bits(V x) { return (X)x; }
#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define TOP ((X1)1 << (8 * sizeof(S) - 1))
#if REGISTERS
#ifndef __AVX512F__
#error the C compiler knows no AVX-512
#endif
typedef BOTH(unsigned short, unsigned char) M;
#define EACH ((M)-1)
#define IS(a, b, how) BOTH(__builtin_ia32_cmpps512_mask, __builtin_ia32_cmppd512_mask)(a, b, how, EACH, 4)
IN M equal(V a, V b) { return (M)IS(a, b, 0); }
IN M less(V a, V b) { return (M)IS(a, b, 17); }
IN M less_equal(V a, V b) { return (M)IS(a, b, 18); }
#ifdef __clang__
IN V choose(M m, V a, V b) { return BOTH(__builtin_ia32_selectps_512, __builtin_ia32_selectpd_512)(m, a, b); }
IN V lesser(V a, V b) { return BOTH(__builtin_ia32_minps512, __builtin_ia32_minpd512)(b, a, 4); }
IN V larger(V a, V b) { return BOTH(__builtin_ia32_maxps512, __builtin_ia32_maxpd512)(b, a, 4); }
#else
IN V choose(M m, V a, V b) { return BOTH(__builtin_ia32_blendmps_512_mask, __builtin_ia32_blendmpd_512_mask)(b, a, m); }
IN V lesser(V a, V b) { return BOTH(__builtin_ia32_minps512_mask, __builtin_ia32_minpd512_mask)(b, a, a, EACH, 4); }
IN V larger(V a, V b) { return BOTH(__builtin_ia32_maxps512_mask, __builtin_ia32_maxpd512_mask)(b, a, a, EACH, 4); }
#endif
#define BY_CLASS(x, y, table) \
  BOTH(__builtin_ia32_fixupimmps512_mask, __builtin_ia32_fixupimmpd512_mask)(y, x, (J1)(table) - (J){0}, 0, EACH, 4)
IN V estimate(V x) { return BOTH(__builtin_ia32_rsqrt14ps512_mask, __builtin_ia32_rsqrt14pd512_mask)(x, x, EACH); }
IN V scaled(V y, V n) { return BOTH(__builtin_ia32_scalefps512_mask, __builtin_ia32_scalefpd512_mask)(y, n, y, EACH, 4); }
IN int every(M m) { return m == EACH; }
#else
typedef J M;
IN M equal(V a, V b) { return (M)(a == b); }
IN M less(V a, V b) { return (M)(a < b); }
IN M less_equal(V a, V b) { return (M)(a <= b); }
#if defined(__AVX__) && !defined(__clang__) && BYTES == 32
IN V choose(M m, V a, V b) { return BOTH(__builtin_ia32_blendvps256, __builtin_ia32_blendvpd256)(b, a, (V)m); }
#else
IN V choose(M m, V a, V b) { return (V)((m & (M)a) | (~m & (M)b)); }
#endif
IN V lesser(V a, V b) { return choose(less(b, a), b, a); }
IN V larger(V a, V b) { return choose(less(a, b), b, a); }
IN V nan_where(M m, V x) { return (V)((M)x | m); }
IN int every(M m) {
  J1 yes = -1;
  for (long i = 0; i < WIDTH; ++i) yes &= m[i];
  return yes != 0;
}
#endif
IN M both(M a, M b) { return (M)(a & b); }
IN M either(M a, M b) { return (M)(a | b); }
#define FUSED(a, b, c) ((a) * (b) + (c))
#if REGISTERS
#define FUSED_MULTIPLY_ADD(a, b, c) BOTH(__builtin_ia32_vfmaddps512_mask, __builtin_ia32_vfmaddpd512_mask)(a, b, c, EACH, 4)
#else
#define FUSED_MULTIPLY_ADD BOTH(__builtin_ia32_vfmaddps256, __builtin_ia32_vfmaddpd256)
#endif
)";

/// What needs no series.
inline constexpr std::string_view vector_simple_words = R"(
IN V v_abs(V x) { return (V)(bits(x) & ~TOP); }
IN V v_copysign(V a, V b) { return (V)((bits(a) & ~TOP) | (bits(b) & TOP)); }
IN V v_inverse(V x) { return 1 / x; }
#define SMALLEST BOTH(0x1p-126f, 0x1p-1022)
IN V v_safe_inverse(V x) { return choose(both(less(x, all(SMALLEST)), less(all(-SMALLEST), x)), all(0), 1 / x); }
#if REGISTERS
IN V v_sign(V x) { return BY_CLASS(x, x, 0xA9A9A122); }
IN V v_min(V a, V b) { return BY_CLASS(b, lesser(a, b), 0x22); }
IN V v_max(V a, V b) { return BY_CLASS(b, larger(a, b), 0x22); }
IN V v_nonzero(V x) { return BY_CLASS(x, x, 0xAAAAA822); }
IN V nan_where(M m, V x) { return choose(m, all(__builtin_nanf("")), x); }
IN V better(V x, V y) { return FUSED(N(0.5) * y, FUSED(-(x * y), y, N(1.0)), y); }
IN V v_sqrt(V x) {
  const V first = estimate(x), y = BOTH(first, FUSED(N(0.5) * first, FUSED(-(x * first), first, N(1.0)), first)), root = x * y;
  return BY_CLASS(x, FUSED(N(0.5) * root, FUSED(-root, y, N(1.0)), root), 0x03530122);
}
IN V v_inverse_sqrt(V x) { return BY_CLASS(x, better(x, BOTH(estimate(x), better(x, estimate(x)))), 0x03830622); }
IN V v_safe_inverse_sqrt(V x) { return BY_CLASS(x, better(x, BOTH(estimate(x), better(x, estimate(x)))), 0x03830122); }
#else
#define BIG BOTH(0x1p127f, 0x1p1023)
IN V v_sign(V x) { return larger(lesser(x * BIG * BIG, all(1)), all(-1)); }
IN V v_min(V a, V b) { return nan_where((M)(b != b), lesser(a, b)); }
IN V v_max(V a, V b) { return nan_where((M)(b != b), larger(a, b)); }
IN V v_nonzero(V x) { return nan_where((M)(x != x), choose(equal(x, all(0)), all(0), all(1))); }
IN V v_sqrt(V x) {
#if defined(__AVX__) && BYTES == 32
  return BOTH(__builtin_ia32_sqrtps256, __builtin_ia32_sqrtpd256)(x);
#elif defined(__SSE2__) && BYTES == 16
  return BOTH(__builtin_ia32_sqrtps, __builtin_ia32_sqrtpd)(x);
#else
  for (long i = 0; i < WIDTH; ++i) x[i] = BOTH(__builtin_sqrtf, __builtin_sqrt)(x[i]);
  return x;
#endif
}
IN V v_inverse_sqrt(V x) { return 1 / v_sqrt(x); }
IN V v_safe_inverse_sqrt(V x) { return choose(equal(x, all(0)), x, 1 / v_sqrt(x)); }
#endif
IN M unordered(V a, V b) { return (M)~both(equal(a, a), equal(b, b)); }
IN V v_greater(V a, V b) {
  return nan_where(unordered(a, b), choose(less(b, a), all(1), choose(equal(a, b), all(N(0.5)), all(0))));
}
IN V v_is_equal(V a, V b) { return nan_where(unordered(a, b), choose(equal(a, b), all(1), all(0))); }
#define BY_LANE(name)                                     \
  IN V v_##name(V x, const struct calls* calls) {         \
    S each[BYTES / sizeof(S)];                            \
    keep(each, x);                                        \
    calls->name(each);                                    \
    return load(each);                                    \
  }
BY_LANE(sin)
BY_LANE(cos)
BY_LANE(atan)
IN V v_power(V x, unsigned long long exponent, const struct calls* calls) {
  S each[BYTES / sizeof(S)];
  keep(each, x);
  calls->power(each, exponent);
  return load(each);
}
#define OUT static __attribute__((noinline, unused))
typedef S H __attribute__((vector_size(BYTES / 2), aligned(sizeof(S)), may_alias));
typedef double D __attribute__((vector_size(BOTH(BYTES, BYTES / 2)), aligned(sizeof(double)), may_alias));
OUT double total(V x) {
  S each[BYTES / sizeof(S)];
  double d[sizeof(D) / sizeof(double)];
  keep(each, x);
  *(D*)d = __builtin_convertvector(*(const H*)each, D) + __builtin_convertvector(*(const H*)(each + WIDTH / 2), D);
  for (long h = WIDTH / 4; h > 0; h /= 2)
    for (long i = 0; i < h; ++i) d[i] += d[i + h];
  return d[0];
}
OUT double highest(V x) {
  S best = x[0];
  for (long i = 0; i < WIDTH; ++i) best = x[i] > best || x[i] != x[i] ? x[i] : best;
  return (double)best;
}
OUT double lowest(V x) { return -highest(-x); }
OUT void copy_first(S* to, const S* from, long m) {
  for (long i = 0; i < WIDTH; ++i) to[i] = i < m ? from[i] : 1;
}
OUT void put_first(S* to, const S* from, long m) {
  for (long i = 0; i < m; ++i) to[i] = from[i];
}
OUT V first_of(V x, long m, S other) {
  for (long i = 0; i < WIDTH; ++i) x[i] = i < m ? x[i] : other;
  return x;
}
#if defined(__clang__)
IN void stream(S* at, V x) { __builtin_nontemporal_store(x, (V*)at); }
#elif REGISTERS
IN void stream(S* at, V x) { BOTH(__builtin_ia32_movntps512, __builtin_ia32_movntpd512)(at, x); }
#elif defined(__AVX__) && BYTES == 32
IN void stream(S* at, V x) { BOTH(__builtin_ia32_movntps256, __builtin_ia32_movntpd256)(at, x); }
#elif defined(__SSE2__) && BYTES == 16
IN void stream(S* at, V x) { BOTH(__builtin_ia32_movntps, __builtin_ia32_movntpd)(at, x); }
#else
IN void stream(S* at, V x) { keep(at, x); }
#endif
)";

}  // namespace regula::dsl
