// SPDX-License-Identifier: MIT
/// log and log1p of lanes. x = 2^e m with 0.75 <= m < 1.5, then log x = e ln 2 + log(1 + f) with f = m - 1.
#pragma once
#include <dsl/numbers/bits.hpp>
#include <dsl/numbers/math_exp.hpp>
#include <dsl/numbers/one_lane.hpp>
#include <limits>

namespace regula {

/// x = 2^e m, 0.75 <= m < 1.5, for finite x > 0, subnormals included.
template <class S> struct log_parts {
  lanes<S> e, m;
  [[gnu::always_inline]] explicit log_parts(lanes<S> x) {
#if defined(EIGEN_VECTORIZE_AVX512)
    if constexpr (sizeof(S) == 4) {
      m = lanes<S>(_mm512_maskz_getmant_ps(0xFFFF, x.v, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan));
      e = lanes<S>(_mm512_maskz_getexp_ps(0xFFFF, x.v)) - lanes<S>(_mm512_maskz_getexp_ps(0xFFFF, m.v));
    } else {
      m = lanes<S>(_mm512_maskz_getmant_pd(0xFF, x.v, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_nan));
      e = lanes<S>(_mm512_maskz_getexp_pd(0xFF, x.v)) - lanes<S>(_mm512_maskz_getexp_pd(0xFF, m.v));
    }
#else
    using word = typename words<S>::word;
    constexpr int digits = words<S>::mantissa;
    constexpr double two_to_digits = sizeof(S) == 4 ? 0x1p23 : 0x1p52;
    constexpr word one = std::bit_cast<word>(S(1)), lowest_m = std::bit_cast<word>(S(0.75));
    const mask<S> tiny = x < static_cast<double>(std::numeric_limits<S>::min());
    const auto moved = bits(select(tiny, x * (2.0 * two_to_digits), x)) + (one - lowest_m);
    const auto exponent = (moved >> digits) | std::bit_cast<word>(static_cast<S>(two_to_digits));
    e = from_bits<S>(exponent) - select(tiny, two_to_digits + bias<S> + digits + 1, lanes<S>(two_to_digits + bias<S>));
    m = from_bits<S>((moved & ((word{1} << digits) - 1)) + lowest_m);
#endif
  }
};

/// e ln 2 + log(1 + f) for -0.25 <= f < 0.5.
template <class S> [[gnu::always_inline]] inline lanes<S> log_sum(lanes<S> e, lanes<S> f) {
  if constexpr (sizeof(S) == 4) {
    // log(1 + f) = f - f^2 / 2 + f^3 p(f), p of degree 7: relative error 2^-27.
    const lanes<S> p =
        polynomial(f, -0.5, 0.333334491136871532, -0.250000958438164856, 0.199908611937913597, -0.166473120398296658,
                   0.144783950896924181, -0.131611950952651547, 0.104630254941865365, -0.0450748249232961917);
    return fused(e, 0x1.62e4p-1, f + fused(f * f, p, e * 1.428606765330187e-06));
  } else {
    // log(1 + f) = 2 atanh(s), s = f / (2 + f), arranged as in FDLIBM; r of degree 6: relative error 2^-55.
    const lanes<S> s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
    const lanes<S> r =
        z * polynomial(z, 0.666666666666704761, 0.399999999968606216, 0.285714293305041905, 0.222221404551912882,
                       0.181863706644617082, 0.152485614095683514, 0.1538826793012166);
    return fused(e, 6.93147180369123816490e-01, f - (half - fused(s, half + r, e * 1.90821492927058770002e-10)));
  }
}

/// y, or what a logarithm says where x is not a positive finite number: -inf at 0, NaN below, inf at inf.
template <class S> [[gnu::always_inline]] inline lanes<S> log_edges(lanes<S> x, lanes<S> y) {
#if defined(EIGEN_VECTORIZE_AVX512)
  return by_class<0x03530422>(x, y);
#else
  constexpr double inf = std::numeric_limits<double>::infinity();
  return nan_where(x < 0.0, select(x == 0.0, -inf, select(x < inf, y, x)));
#endif
}

/// Natural logarithm; -inf at 0, NaN below.
template <class S> [[gnu::always_inline]] inline lanes<S> log(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) {
    return log(one_lane(x.v)).v;
  } else {
    const log_parts<S> part(x);
    return log_edges(x, log_sum(part.e, part.m - 1.0));
  }
}

/// A number to more than its digits: x + lost, where lost is small beside x.
template <class S> struct long_lanes { lanes<S> x, lost; };
/// 1 + x, and what the sum loses: exactly, as long as u - 1 is exact, which it is for |u| < 2^24 (2^53 in double). Beyond,
/// what is lost is less than half a unit in the last place of u.
template <class S> [[gnu::always_inline]] inline long_lanes<S> long_one_plus(lanes<S> x) {
  const lanes<S> u = 1.0 + x;
  return {u, x - (u - 1.0)};
}
/// The logarithm of what is finite and greater than 0.
template <class S> [[gnu::always_inline]] inline lanes<S> log_inside(long_lanes<S> u) {
  const log_parts<S> part(u.x);
  // What was lost joins f, scaled like m.
#if defined(EIGEN_VECTORIZE_AVX512)
  const lanes<S> f = (part.m - 1.0) + scale(u.lost, -part.e);
#else
  const lanes<S> f = (part.m - 1.0) + u.lost * power_of_two(larger(-part.e, 1.0 - bias<S>) + shift<S>);
#endif
  return log_sum(part.e, f);
}

/// log(1 + x), accurate near 0 too; -inf at -1, NaN below; a zero keeps its sign.
template <class S> [[gnu::always_inline]] inline lanes<S> log1p(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) {
    return log1p(one_lane(x.v)).v;
  } else {
    const auto u = long_one_plus(x);
    return from_bits<S>(bits(log_edges(u.x, log_inside(u))) | (bits(x) & words<S>::top));
  }
}

}  // namespace regula
