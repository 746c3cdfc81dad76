// SPDX-License-Identifier: MIT
/// exp, expm1 and tanh of lanes. x = n ln 2 + r with |r| <= ln 2 / 2, and exp(r) = 1 + r + r^2 q(r), where q is the
/// polynomial that leaves exp the smallest relative error: 2^-28 (degree 4) for float, 2^-56 (degree 9) for double.
#pragma once
#include <dsl/numbers/bits.hpp>
#include <dsl/numbers/one_lane.hpp>
#include <limits>

namespace regula {

/// Adding `shift` rounds to the nearest integer n and leaves n + bias in the low bits of the sum.
template <class S> inline constexpr double bias = std::numeric_limits<S>::max_exponent - 1;
template <class S> inline constexpr double shift = (sizeof(S) == 4 ? 0x1.8p23 : 0x1.8p52) + bias<S>;

/// 2^n from n + shift, for integers n that are exponents of normal numbers.
template <class S> [[gnu::always_inline]] inline lanes<S> power_of_two(lanes<S> shifted) {
  return from_bits<S>(bits(shifted) << words<S>::mantissa);
}

/// y 2^n, rounded once; n integral, |n| at most twice the largest exponent.
template <class S> [[gnu::always_inline]] inline lanes<S> scale(lanes<S> y, lanes<S> n) {
#if defined(EIGEN_VECTORIZE_AVX512)
  if constexpr (sizeof(S) == 4)
    return lanes<S>(_mm512_maskz_scalef_ps(0xFFFF, y.v, n.v));
  else
    return lanes<S>(_mm512_maskz_scalef_pd(0xFF, y.v, n.v));
#else
  const lanes<S> half = fused(n, 0.5, shift<S>), rest = n - (half - shift<S>);
  return y * power_of_two(half) * power_of_two(rest + shift<S>);
#endif
}

/// x = n ln 2 + r, with grown = exp(r) - 1 and shifted = n + shift.
template <class S> struct exp_parts {
  lanes<S> shifted, n, grown;
  [[gnu::always_inline]] explicit exp_parts(lanes<S> x)
      : shifted(fused(x, 1.4426950408889634, shift<S>)), n(shifted - shift<S>) {
    // The first part of ln 2 is short enough for n times it to be exact without a fused multiply-add.
    if constexpr (sizeof(S) == 4) {
      const lanes<S> r = fused(n, -1.428606765330187e-06, fused(n, -0x1.62e4p-1, x));
      grown = fused(r * r,
                    polynomial(r, 0.499999934319416576, 0.166665203985167209, 0.0416683908143916132,
                               0.00836874515726526625, 0.00138145389535804011),
                    r);
    } else {
      const lanes<S> r = fused(n, -1.90821492927058770002e-10, fused(n, -6.93147180369123816490e-01, x));
      grown =
          fused(r * r,
                polynomial(r, 0.500000000000001027, 0.166666666666666746, 0.0416666666665215269, 0.00833333333332217163,
                           0.00138888889479625428, 0.000198412698866999262, 0.0000248014871658387093,
                           2.75572422135106909e-6, 2.76327161100978728e-7, 2.51100963040334889e-8),
                r);
    }
  }
};

/// e^x. Overflow is inf, underflow goes through the subnormals to 0.
template <class S> [[gnu::always_inline]] inline lanes<S> exp(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) {
    return exp(one_lane(x.v)).v;
  } else {
    constexpr double low = sizeof(S) == 4 ? -104.0 : -746.0, high = sizeof(S) == 4 ? 89.0 : 710.0;
    const exp_parts<S> part(larger(lesser(x, high), low));
    return scale(1.0 + part.grown, part.n);
  }
}

/// e^x - 1 for low <= x <= high where the result and its half are in range; NaN stays NaN.
template <class S> [[gnu::always_inline]] inline lanes<S> expm1_clamped(lanes<S> x, double low, double high) {
  const exp_parts<S> part(larger(lesser(x, high), low));
  // Half of 2^n: 2^n itself would overflow before the result does.
  const lanes<S> half = power_of_two(part.shifted - 1.0);
  return 2.0 * fused(half, part.grown, half - 0.5);
}

/// e^x - 1, accurate near 0 too; a zero keeps its sign.
template <class S> [[gnu::always_inline]] inline lanes<S> expm1(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) {
    return expm1(one_lane(x.v)).v;
  } else {
    const lanes<S> y = expm1_clamped(x, -40.0, sizeof(S) == 4 ? 89.0 : 710.0);
    return from_bits<S>(bits(y) | (bits(x) & words<S>::top));
  }
}

/// tanh x = e / (e + 2) with e = expm1(2 |x|), which log_cosh has, too, and the sign of x.
template <class S> [[gnu::always_inline]] inline lanes<S> tanh(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) {
    return tanh(one_lane(x.v)).v;
  } else {
    const lanes<S> size = from_bits<S>(bits(x) & ~words<S>::top);
    const lanes<S> e = lesser(expm1(size + size), 0x1p60);  // there the quotient is 1
    return from_bits<S>(bits(e / (e + 2.0)) | (bits(x) & words<S>::top));
  }
}

/// 1 - y^2 for y = tanh x; where y is near 1, 4 e / (1 + e)^2 with e = exp(-2 |x|).
template <class S> [[gnu::always_inline]] inline lanes<S> tanh_slope(lanes<S> x, lanes<S> y) {
  if constexpr (lanes<S>::size == 1) {
    return tanh_slope(one_lane(x.v), one_lane(y.v)).v;
  } else {
    const lanes<S> near = 1.0 - y * y;
    const mask<S> low = (y < 0.6) & (y > -0.6);
    if (all(low)) return near;
    const lanes<S> e = exp(from_bits<S>(bits(x + x) | words<S>::top)), below = 1.0 + e;
    return select(low, near, 4.0 * e / (below * below));
  }
}

}  // namespace regula
