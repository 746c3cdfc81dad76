// SPDX-License-Identifier: MIT
/// sin, cos and atan of lanes.
#pragma once
#include <cstdint>
#include <dsl/numbers/bits.hpp>
#include <dsl/numbers/one_lane.hpp>
#include <dsl/numbers/piecewise.hpp>

namespace regula {

/// sin(x + Quarters pi / 2) for |x| < 2^20: x = n pi / 2 + r, then a polynomial for sin r or cos r.
/// Coarse: to 2^-34, for results that become float. The constants are those of FDLIBM.
template <int Quarters, bool Coarse> [[gnu::always_inline]] inline lanes<double> sine(lanes<double> x) {
  using lane = lanes<double>;
  const lane shifted = fused(x, 0.63661977236758134308, 0x1.8p52), n = shifted - 0x1.8p52;
  lane odd, even;
  if constexpr (Coarse) {
    const lane r = fused(n, -1.58932547735281966916e-08, x - n * 1.57079631090164184570e+00), z = r * r;
    odd = fused(
        z * r,
        polynomial(z, -0x1.5555554cbac77p-3, 0x1.11110896efbb2p-7, -0x1.a00f9e2cae774p-13, 0x1.6cd878c3b46a7p-19), r);
    even =
        polynomial(z, 1.0, -0x1.ffffffd0c5e81p-2, 0x1.55553e1053a42p-5, -0x1.6c087e80f1e27p-10, 0x1.99342e0ee5069p-16);
  } else {
    // pi / 2 in three parts, the first two of 33 bits: c + lost is exactly x - n (first + second).
    const lane a = x - n * 1.57079632673412561417e+00, b = n * 6.07710050630396597660e-11;
    const lane c = a - b, back = a - c, lost = (a - (c + back)) + (back - b);
    const lane r = c + (lost - n * 2.02226624879595063154e-21), z = r * r, half = 0.5 * z, top = 1.0 - half;
    odd = fused(z * r,
                polynomial(z, -1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
                           2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10),
                r);
    even =
        top + fused(z * z,
                    polynomial(z, 4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
                               -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11),
                    (1.0 - top) - half);
  }
  // The low bits of `shifted` count quarter turns: the lowest exchanges sin and cos, the next one the sign.
  const auto quarters = bits(shifted) + static_cast<std::uint64_t>(Quarters);
  const lane y = select(from_bits<double>((quarters << 63) | bits(lane(1.0))) < 0.0, even, odd);
  return from_bits<double>(bits(y) ^ ((quarters << 62) & words<double>::top));
}

// Indices one by one: nvcc loses a pack among the arguments of a builtin.

/// The first or second half of float lanes in double.
template <int From, class S> [[gnu::always_inline]] inline lanes<double> widened(lanes<S> x) {
  using wide [[gnu::vector_size(sizeof(packet_of<double>))]] = double;
  const auto part = [&] {
    constexpr int f = From;
    if constexpr (lanes<double>::size == 8)
      return __builtin_shufflevector(x.v, x.v, f, f + 1, f + 2, f + 3, f + 4, f + 5, f + 6, f + 7);
    else if constexpr (lanes<double>::size == 4)
      return __builtin_shufflevector(x.v, x.v, f, f + 1, f + 2, f + 3);
    else
      return __builtin_shufflevector(x.v, x.v, f, f + 1);
  }();
  return lanes<double>(__builtin_bit_cast(packet_of<double>, __builtin_convertvector(part, wide)));
}

template <class Half> [[gnu::always_inline]] inline lanes<float> joined(Half low, Half high) {
  const auto whole = [&] {
    if constexpr (lanes<double>::size == 8)
      return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    else if constexpr (lanes<double>::size == 4)
      return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
    else
      return __builtin_shufflevector(low, high, 0, 1, 2, 3);
  }();
  return lanes<float>(__builtin_bit_cast(packet_of<float>, whole));
}

/// Float goes through double, so it needs double lanes of half as many.
template <class S>
inline constexpr bool has_sine = lanes<double>::size > 1 &&
                                 (sizeof(S) == 8 || lanes<float>::size == 2 * lanes<double>::size);

template <int Quarters, class S> [[gnu::always_inline]] inline lanes<S> sine_of(lanes<S> x) {
  if constexpr (sizeof(S) == 8) {
    return sine<Quarters, false>(x);
  } else {
    constexpr int count = lanes<double>::size;
    using half [[gnu::vector_size(sizeof(packet_of<S>) / 2)]] = S;
    using wide [[gnu::vector_size(sizeof(packet_of<double>))]] = double;
    const auto narrow = [](lanes<double> y) { return __builtin_convertvector(__builtin_bit_cast(wide, y.v), half); };
    const half low = narrow(sine<Quarters, true>(widened<0>(x)));
    const half high = narrow(sine<Quarters, true>(widened<count>(x)));
    return joined(low, high);
  }
}

/// sin x; beyond 2^20 it asks the C library, lane by lane.
template <class S> [[gnu::always_inline]] inline lanes<S> sin(lanes<S> x) {
  if constexpr (!has_sine<S>)
    return lane_by_lane(x, [](one_lane y) { return sin(y); });
  else {
    if (!all(abs(x) < 0x1p20)) return lane_by_lane(x, [](one_lane y) { return sin(y); });
    return from_bits<S>(bits(sine_of<0>(abs(x))) ^ (bits(x) & words<S>::top));
  }
}

/// cos x, as sin.
template <class S> [[gnu::always_inline]] inline lanes<S> cos(lanes<S> x) {
  if constexpr (!has_sine<S>)
    return lane_by_lane(x, [](one_lane y) { return cos(y); });
  else {
    if (!all(abs(x) < 0x1p20)) return lane_by_lane(x, [](one_lane y) { return cos(y); });
    return sine_of<1>(x);
  }
}

/// atan x. Large and middle arguments are turned by pi / 2 and pi / 4; the rest as in Cephes.
template <class S> [[gnu::always_inline]] inline lanes<S> atan(lanes<S> x) {
  if constexpr (lanes<S>::size == 1) {
    return atan(one_lane(x.v)).v;
  } else {
    const lanes<S> t = abs(x);
    const mask<S> large = t > 2.41421356237309504880, middle = t > (sizeof(S) == 4 ? 0.4142135623730950 : 0.66);
    const lanes<S> turned = select(large, -1.0, select(middle, t - 1.0, t));
    const lanes<S> r = turned / select(large, t, select(middle, t + 1.0, lanes<S>(1.0))), z = r * r;
    const lanes<S> turn = select(large, 1.57079632679489661923, select(middle, 0.78539816339744830962, lanes<S>(0.0)));
    lanes<S> p;
    if constexpr (sizeof(S) == 4) {
      p = polynomial(z, -3.33329491539e-1, 1.99777106478e-1, -1.38776856032e-1, 8.05374449538e-2);
    } else {
      p = polynomial(z, -6.485021904942025371773e1, -1.228866684490136173410e2, -7.500855792314704667340e1,
                     -1.615753718733365076637e1, -8.750608600031904122785e-1) /
          polynomial(z, 1.945506571482613964425e2, 4.853903996359136964868e2, 4.328810604912902668951e2,
                     1.650270098316988542046e2, 2.485846490142306297962e1, 1.0);
    }
    // `rest` is what pi / 2 and pi / 4 lost when they were rounded.
    const lanes<S> rest = turn * (sizeof(S) == 4 ? -2.7827534e-8 : 3.8981718325193755e-17);
    return copysign(turn + (fused(r * z, p, r) + rest), x);
  }
}

}  // namespace regula
