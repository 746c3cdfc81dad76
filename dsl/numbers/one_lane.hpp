// SPDX-License-Identifier: MIT
/// One double that answers to the same names as lanes: what tests, folding and rewriting compute with.
/// The C library decides how accurate exp, log, ... are; everything else is exact or correctly rounded and constexpr.
#pragma once
#include <bit>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>

namespace regula {

struct one_lane {
  double v;
  one_lane() = default;
  constexpr explicit one_lane(double x) : v(x) {}

  friend constexpr one_lane operator-(one_lane a) { return one_lane(-a.v); }
  friend constexpr one_lane operator+(one_lane a, one_lane b) { return one_lane(a.v + b.v); }
  friend constexpr one_lane operator+(one_lane a, double b) { return one_lane(a.v + b); }
  friend constexpr one_lane operator+(double a, one_lane b) { return one_lane(a + b.v); }
  friend constexpr one_lane operator-(one_lane a, one_lane b) { return one_lane(a.v - b.v); }
  friend constexpr one_lane operator-(one_lane a, double b) { return one_lane(a.v - b); }
  friend constexpr one_lane operator-(double a, one_lane b) { return one_lane(a - b.v); }
  friend constexpr one_lane operator*(one_lane a, one_lane b) { return one_lane(a.v * b.v); }
  friend constexpr one_lane operator*(one_lane a, double b) { return one_lane(a.v * b); }
  friend constexpr one_lane operator*(double a, one_lane b) { return one_lane(a * b.v); }
  friend constexpr one_lane operator/(one_lane a, one_lane b) { return divide(a.v, b.v); }
  friend constexpr one_lane operator/(one_lane a, double b) { return divide(a.v, b); }
  friend constexpr one_lane operator/(double a, one_lane b) { return divide(a, b.v); }

  friend constexpr bool operator==(one_lane, one_lane) = default;
  friend constexpr bool operator==(one_lane a, double b) { return a.v == b; }
  friend constexpr std::partial_ordering operator<=>(one_lane, one_lane) = default;
  friend constexpr std::partial_ordering operator<=>(one_lane a, double b) { return a.v <=> b; }

private:
  /// A constant expression may not divide by zero, so the answer is spelled out there.
  static constexpr one_lane divide(double a, double b) {
    if (b != 0 || !std::is_constant_evaluated()) return one_lane(a / b);
    if (a == 0 || a != a) return one_lane(std::numeric_limits<double>::quiet_NaN());
    const bool negative = ((std::bit_cast<std::uint64_t>(a) ^ std::bit_cast<std::uint64_t>(b)) >> 63) != 0;
    return one_lane(negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity());
  }
};

constexpr one_lane select(bool condition, one_lane a, one_lane b) { return condition ? a : b; }
constexpr one_lane select(bool condition, one_lane a, double b) { return condition ? a : one_lane(b); }
constexpr one_lane select(bool condition, double a, one_lane b) { return condition ? one_lane(a) : b; }

constexpr one_lane copysign(one_lane size, one_lane sign) {
  constexpr std::uint64_t top = std::uint64_t{1} << 63;
  return one_lane(std::bit_cast<double>((std::bit_cast<std::uint64_t>(size.v) & ~top) |
                                        (std::bit_cast<std::uint64_t>(sign.v) & top)));
}
constexpr one_lane abs(one_lane x) { return copysign(x, one_lane(0.0)); }

/// -1, 0 or 1; a zero keeps its sign, NaN stays NaN.
constexpr one_lane sign(one_lane x) { return x > 0.0 ? one_lane(1.0) : x < 0.0 ? one_lane(-1.0) : x; }

/// NaN in either argument is the answer; of two equal ones the first.
constexpr one_lane min(one_lane a, one_lane b) { return b < a || b != b ? b : a; }
constexpr one_lane max(one_lane a, one_lane b) { return b > a || b != b ? b : a; }
constexpr one_lane min(one_lane a, double b) { return min(a, one_lane(b)); }
constexpr one_lane min(double a, one_lane b) { return min(one_lane(a), b); }
constexpr one_lane max(one_lane a, double b) { return max(a, one_lane(b)); }
constexpr one_lane max(double a, one_lane b) { return max(one_lane(a), b); }

/// 1 for a > b, 1/2 for a == b, 0 for a < b, NaN when either is.
constexpr one_lane greater(one_lane a, one_lane b) {
  return a > b ? one_lane(1.0) : a == b ? one_lane(0.5) : a < b ? one_lane(0.0) : a != a ? a : b;
}
/// 0 for zero, 1 for the rest, NaN for NaN.
constexpr one_lane nonzero(one_lane x) { return x != x ? x : one_lane(x == 0.0 ? 0.0 : 1.0); }
/// 1 for a == b, 0 for a != b, NaN when either is.
constexpr one_lane is_equal(one_lane a, one_lane b) { return a != a ? a : b != b ? b : one_lane(a == b ? 1.0 : 0.0); }

/// 1 / x.
constexpr one_lane inverse(one_lane x) { return 1.0 / x; }
/// The same, but 0 where x is a zero or subnormal.
constexpr one_lane safe_inverse(one_lane x) {
  return abs(x) < std::numeric_limits<double>::min() ? one_lane(0.0) : inverse(x);
}

inline one_lane sqrt(one_lane x) { return one_lane(std::sqrt(x.v)); }
/// 1 / sqrt(x).
inline one_lane inverse_sqrt(one_lane x) { return inverse(sqrt(x)); }
/// The same, but a zero where x is one.
inline one_lane safe_inverse_sqrt(one_lane x) { return x == 0.0 ? x : inverse_sqrt(x); }
inline one_lane exp(one_lane x) { return one_lane(std::exp(x.v)); }
inline one_lane expm1(one_lane x) { return one_lane(std::expm1(x.v)); }
inline one_lane log(one_lane x) { return one_lane(std::log(x.v)); }
inline one_lane log1p(one_lane x) { return one_lane(std::log1p(x.v)); }
inline one_lane sin(one_lane x) { return one_lane(std::sin(x.v)); }
inline one_lane cos(one_lane x) { return one_lane(std::cos(x.v)); }
inline one_lane tanh(one_lane x) { return one_lane(std::tanh(x.v)); }
/// 1 - y^2 for y = tanh x.
inline one_lane tanh_slope(one_lane x, one_lane y) {
  const double e = std::exp(-2 * std::fabs(x.v));
  return std::fabs(y.v) < 0.6 ? one_lane(1 - y.v * y.v) : one_lane(4 * e / ((1 + e) * (1 + e)));
}
inline one_lane atan(one_lane x) { return one_lane(std::atan(x.v)); }

}  // namespace regula
