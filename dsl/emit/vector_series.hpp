// SPDX-License-Identifier: MIT
/// Exponentials and logarithms of vectors in C; behind emit/vector_words.hpp.
#pragma once
#include <string_view>

namespace regula::dsl {

/// From dsl/numbers/math_exp.hpp and math_log.hpp.
inline constexpr std::string_view vector_series = R"(
#define BIAS (BOTH(127.0f, 1023.0))
#define SHIFT (BOTH(0x1.8p23f + 127.0f, 0x1.8p52 + 1023.0))
#define DIGITS BOTH(23, 52)
IN V power_of_two(V shifted) { return (V)(bits(shifted) << DIGITS); }
#if !REGISTERS
IN V scaled(V y, V n) {
  const V half = FUSED(n, N(0.5), SHIFT), rest = n - (half - SHIFT);
  return y * power_of_two(half) * power_of_two(rest + SHIFT);
}
#endif
typedef struct { V shifted, n, grown; } exp_parts;
IN exp_parts parts_of_exp(V x) {
  exp_parts p;
  p.shifted = FUSED(x, N(1.4426950408889634), SHIFT);
  p.n = p.shifted - SHIFT;
#if WIDE
  const V r = FUSED(p.n, -1.90821492927058770002e-10, FUSED(p.n, -6.93147180369123816490e-01, x));
  V q = FUSED(all(2.51100963040334889e-8), r, 2.76327161100978728e-7);
  q = FUSED(q, r, 2.75572422135106909e-6);
  q = FUSED(q, r, 0.0000248014871658387093);
  q = FUSED(q, r, 0.000198412698866999262);
  q = FUSED(q, r, 0.00138888889479625428);
  q = FUSED(q, r, 0.00833333333332217163);
  q = FUSED(q, r, 0.0416666666665215269);
  q = FUSED(q, r, 0.166666666666666746);
  q = FUSED(q, r, 0.500000000000001027);
#else
  const V r = FUSED(p.n, -1.428606765330187e-06f, FUSED(p.n, -0x1.62e4p-1f, x));
  V q = FUSED(all(0.00138145389535804011f), r, 0.00836874515726526625f);
  q = FUSED(q, r, 0.0416683908143916132f);
  q = FUSED(q, r, 0.166665203985167209f);
  q = FUSED(q, r, 0.499999934319416576f);
#endif
  p.grown = FUSED(r * r, q, r);
  return p;
}
IN V v_exp(V x) {
  const exp_parts p = parts_of_exp(larger(lesser(x, all(BOTH(89.0f, 710.0))), all(BOTH(-104.0f, -746.0))));
  return scaled(1 + p.grown, p.n);
}
IN V expm1_clamped(V x, S low, S high) {
  const exp_parts p = parts_of_exp(larger(lesser(x, all(high)), all(low)));
  const V half = power_of_two(p.shifted - 1);
  return 2 * FUSED(half, p.grown, half - N(0.5));
}
IN V v_expm1(V x) { return (V)(bits(expm1_clamped(x, -40, BOTH(89, 710))) | (bits(x) & TOP)); }
IN V v_tanh(V x) {
  const V size = (V)(bits(x) & ~TOP), e = lesser(v_expm1(size + size), all(N(0x1p60)));
  return (V)(bits(e / (e + 2)) | (bits(x) & TOP));
}
IN V v_tanh_slope(V x, V y) {
  const V near = 1 - y * y;
  const M low = both(less(y, all(N(0.6))), less(all(N(-0.6)), y));
  if (every(low)) return near;
  const V e = v_exp((V)(bits(x + x) | TOP)), below = 1 + e;
  return choose(low, near, 4 * e / (below * below));
}
typedef struct { V e, m; } log_parts;
IN log_parts parts_of_log(V x) {
  log_parts p;
#if REGISTERS
  p.m = BOTH(__builtin_ia32_getmantps512_mask, __builtin_ia32_getmantpd512_mask)(x, 11, x, EACH, 4);
  p.e = BOTH(__builtin_ia32_getexpps512_mask, __builtin_ia32_getexppd512_mask)(x, x, EACH, 4) -
        BOTH(__builtin_ia32_getexpps512_mask, __builtin_ia32_getexppd512_mask)(p.m, x, EACH, 4);
#else
#define TWO_TO_DIGITS BOTH(0x1p23f, 0x1p52)
#define LOWEST BOTH(0x3f400000u, 0x3fe8000000000000ull)
  const M tiny = less(x, all(SMALLEST));
  const X moved = bits(choose(tiny, x * (2 * TWO_TO_DIGITS), x)) + (BOTH(0x3f800000u, 0x3ff0000000000000ull) - LOWEST);
  const X exponent = (moved >> DIGITS) | BOTH(0x4b000000u, 0x4330000000000000ull);
  p.e = (V)exponent - choose(tiny, all(TWO_TO_DIGITS + BIAS + DIGITS + 1), all(TWO_TO_DIGITS + BIAS));
  p.m = (V)((moved & (((X1)1 << DIGITS) - 1)) + LOWEST);
#endif
  return p;
}
IN V log_sum(V e, V f) {
#if WIDE
  const V s = f / (2 + f), z = s * s, half = 0.5 * f * f;
  V r = FUSED(all(0.1538826793012166), z, 0.152485614095683514);
  r = FUSED(r, z, 0.181863706644617082);
  r = FUSED(r, z, 0.222221404551912882);
  r = FUSED(r, z, 0.285714293305041905);
  r = FUSED(r, z, 0.399999999968606216);
  r = FUSED(r, z, 0.666666666666704761);
  r = z * r;
  return FUSED(e, 6.93147180369123816490e-01, f - (half - FUSED(s, half + r, e * 1.90821492927058770002e-10)));
#else
  V p = FUSED(all(-0.0450748249232961917f), f, 0.104630254941865365f);
  p = FUSED(p, f, -0.131611950952651547f);
  p = FUSED(p, f, 0.144783950896924181f);
  p = FUSED(p, f, -0.166473120398296658f);
  p = FUSED(p, f, 0.199908611937913597f);
  p = FUSED(p, f, -0.250000958438164856f);
  p = FUSED(p, f, 0.333334491136871532f);
  p = FUSED(p, f, -0.5f);
  return FUSED(e, 0x1.62e4p-1f, f + FUSED(f * f, p, e * 1.428606765330187e-06f));
#endif
}
IN V log_edges(V x, V y) {
#if REGISTERS
  return BY_CLASS(x, y, 0x03530422);
#else
  const V inf = all(__builtin_inff());
  return nan_where(less(x, all(0)), choose(equal(x, all(0)), -inf, choose(less(x, inf), y, x)));
#endif
}
IN V v_log(V x) {
  const log_parts p = parts_of_log(x);
  return log_edges(x, log_sum(p.e, p.m - 1));
}
typedef struct { V x, lost; } long_vector;
IN long_vector exactly(V x) { return (long_vector){x, all(0)}; }
IN long_vector one_plus(V x) {
  const V u = 1 + x;
  return (long_vector){u, x - (u - 1)};
}
IN V log_inside(long_vector u) {
  const log_parts p = parts_of_log(u.x);
#if REGISTERS
  const V f = (p.m - 1) + scaled(u.lost, -p.e);
#else
  const V f = (p.m - 1) + u.lost * power_of_two(larger(-p.e, all(1 - BIAS)) + SHIFT);
#endif
  return log_sum(p.e, f);
}
IN V v_log1p(V x) {
  const long_vector u = one_plus(x);
  return (V)(bits(log_edges(u.x, log_inside(u))) | (bits(x) & TOP));
}
#if FUSES
typedef struct { long_vector product; V least, most; } log_product;
IN log_product begun(long_vector u) { return (log_product){u, u.x, u.x}; }
IN log_product multiplied(log_product a, long_vector u) {
  const V p = a.product.x * u.x, lost = FUSED_MULTIPLY_ADD(a.product.x, u.x, -p);
  return (log_product){{p, FUSED_MULTIPLY_ADD(a.product.lost, u.x, FUSED_MULTIPLY_ADD(a.product.x, u.lost, lost))},
                       lesser(u.x, a.least), larger(u.x, a.most)};
}
#define HIGH all(BOTH(0x1p28f, 0x1p240))
#define LOW all(BOTH(0x1p-28f, 0x1p-240))
IN int in_range(log_product a) {
  return every(both(both(less(LOW, a.least), less(a.most, HIGH)), equal(a.product.x, a.product.x)));
}
IN M can_be_joined(V x) { return both(less(LOW * LOW, x), less(x, HIGH * HIGH)); }
IN int both_in_range(log_product a, log_product b) {
  return every(both(both(less(LOW, lesser(a.least, b.least)), less(larger(a.most, b.most), HIGH)),
                    both(can_be_joined(a.product.x), can_be_joined(b.product.x))));
}
#endif
)";

}  // namespace regula::dsl
