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

struct number {
  double v;
  number() = default;
  constexpr explicit number(double x) : v(x) {}

  friend constexpr number operator-(number a) { return number(-a.v); }
  friend constexpr number operator+(number a, number b) { return number(a.v + b.v); }
  friend constexpr number operator+(number a, double b) { return number(a.v + b); }
  friend constexpr number operator+(double a, number b) { return number(a + b.v); }
  friend constexpr number operator-(number a, number b) { return number(a.v - b.v); }
  friend constexpr number operator-(number a, double b) { return number(a.v - b); }
  friend constexpr number operator-(double a, number b) { return number(a - b.v); }
  friend constexpr number operator*(number a, number b) { return number(a.v * b.v); }
  friend constexpr number operator*(number a, double b) { return number(a.v * b); }
  friend constexpr number operator*(double a, number b) { return number(a * b.v); }
  friend constexpr number operator/(number a, number b) { return divide(a.v, b.v); }
  friend constexpr number operator/(number a, double b) { return divide(a.v, b); }
  friend constexpr number operator/(double a, number b) { return divide(a, b.v); }

  friend constexpr bool operator==(number, number) = default;
  friend constexpr bool operator==(number a, double b) { return a.v == b; }
  friend constexpr std::partial_ordering operator<=>(number, number) = default;
  friend constexpr std::partial_ordering operator<=>(number a, double b) { return a.v <=> b; }

private:
  /// A constant expression may not divide by zero, so the answer is spelled out there.
  static constexpr number divide(double a, double b) {
    if (b != 0 || !std::is_constant_evaluated()) return number(a / b);
    if (a == 0 || a != a) return number(std::numeric_limits<double>::quiet_NaN());
    const bool negative = ((std::bit_cast<std::uint64_t>(a) ^ std::bit_cast<std::uint64_t>(b)) >> 63) != 0;
    return number(negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity());
  }
};

constexpr number select(bool condition, number a, number b) { return condition ? a : b; }
constexpr number select(bool condition, number a, double b) { return condition ? a : number(b); }
constexpr number select(bool condition, double a, number b) { return condition ? number(a) : b; }

constexpr number copysign(number size, number sign) {
  constexpr std::uint64_t top = std::uint64_t{1} << 63;
  return number(std::bit_cast<double>((std::bit_cast<std::uint64_t>(size.v) & ~top) |
                                      (std::bit_cast<std::uint64_t>(sign.v) & top)));
}
constexpr number abs(number x) { return copysign(x, number(0.0)); }

/// -1, 0 or 1; a zero keeps its sign, NaN stays NaN.
constexpr number sign(number x) { return x > 0.0 ? number(1.0) : x < 0.0 ? number(-1.0) : x; }

/// NaN in either argument is the answer; of two equal ones the first.
constexpr number min(number a, number b) { return b < a || b != b ? b : a; }
constexpr number max(number a, number b) { return b > a || b != b ? b : a; }
constexpr number min(number a, double b) { return min(a, number(b)); }
constexpr number min(double a, number b) { return min(number(a), b); }
constexpr number max(number a, double b) { return max(a, number(b)); }
constexpr number max(double a, number b) { return max(number(a), b); }

/// 1 for a > b, 1/2 for a == b, 0 for a < b, NaN when either is.
constexpr number greater(number a, number b) {
  return a > b ? number(1.0) : a == b ? number(0.5) : a < b ? number(0.0) : a != a ? a : b;
}
/// 0 for zero, 1 for the rest, NaN for NaN.
constexpr number nonzero(number x) { return x != x ? x : number(x == 0.0 ? 0.0 : 1.0); }
/// 1 for a == b, 0 for a != b, NaN when either is.
constexpr number is_equal(number a, number b) { return a != a ? a : b != b ? b : number(a == b ? 1.0 : 0.0); }

/// 1 / x.
constexpr number inverse(number x) { return 1.0 / x; }
/// The same, but 0 where x is a zero or subnormal.
constexpr number safe_inverse(number x) {
  return abs(x) < std::numeric_limits<double>::min() ? number(0.0) : inverse(x);
}

inline number sqrt(number x) { return number(std::sqrt(x.v)); }
/// 1 / sqrt(x).
inline number inverse_sqrt(number x) { return inverse(sqrt(x)); }
/// The same, but a zero where x is one.
inline number safe_inverse_sqrt(number x) { return x == 0.0 ? x : inverse_sqrt(x); }
inline number exp(number x) { return number(std::exp(x.v)); }
inline number expm1(number x) { return number(std::expm1(x.v)); }
inline number log(number x) { return number(std::log(x.v)); }
inline number log1p(number x) { return number(std::log1p(x.v)); }
inline number sin(number x) { return number(std::sin(x.v)); }
inline number cos(number x) { return number(std::cos(x.v)); }
inline number tanh(number x) { return number(std::tanh(x.v)); }
/// 1 - y^2 for y = tanh x.
inline number tanh_slope(number x, number y) {
  const double e = std::exp(-2 * std::fabs(x.v));
  return std::fabs(y.v) < 0.6 ? number(1 - y.v * y.v) : number(4 * e / ((1 + e) * (1 + e)));
}
inline number atan(number x) { return number(std::atan(x.v)); }

}  // namespace regula
