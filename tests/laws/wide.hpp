// SPDX-License-Identifier: MIT
/// A long double that answers to the names of numbers: an atom's own lines run on it give the value that lanes of float
/// and double are held against.
#pragma once
#include <cmath>
#include <dsl/atoms/library.hpp>

namespace laws {

struct wide {
  long double v = 0;

  wide() = default;
  constexpr wide(long double x) : v(x) {}
  static constexpr wide all(double x) { return x; }

  friend wide operator-(wide a) { return -a.v; }
  friend wide operator+(wide a, wide b) { return a.v + b.v; }
  friend wide operator-(wide a, wide b) { return a.v - b.v; }
  friend wide operator*(wide a, wide b) { return a.v * b.v; }
  friend wide operator/(wide a, wide b) { return a.v / b.v; }
  friend bool operator==(wide a, wide b) { return a.v == b.v; }
  friend bool operator<(wide a, wide b) { return a.v < b.v; }
  friend bool operator>(wide a, wide b) { return a.v > b.v; }
  friend bool operator<=(wide a, wide b) { return a.v <= b.v; }
  friend bool operator>=(wide a, wide b) { return a.v >= b.v; }
};

inline bool is_nan(wide x) { return std::isnan(x.v); }
inline wide select(bool condition, wide a, wide b) { return condition ? a : b; }
inline wide abs(wide x) { return std::fabs(x.v); }
inline wide sign(wide x) { return x > 0 ? wide(1) : x < 0 ? wide(-1) : x; }
inline wide min(wide a, wide b) { return is_nan(b) || b < a ? b : a; }
inline wide max(wide a, wide b) { return is_nan(b) || b > a ? b : a; }
inline wide greater(wide a, wide b) {
  return is_nan(a) ? a : is_nan(b) ? b : a > b ? wide(1) : a == b ? wide(0.5L) : wide(0);
}
inline wide nonzero(wide x) { return is_nan(x) ? x : wide(x == 0 ? 0 : 1); }
inline wide is_equal(wide a, wide b) { return is_nan(a) ? a : is_nan(b) ? b : wide(a == b ? 1 : 0); }
inline wide inverse(wide x) { return wide(1) / x; }
inline wide safe_inverse(wide x) { return x.v == 0 ? x : inverse(x); }
inline wide sqrt(wide x) { return std::sqrt(x.v); }
inline wide inverse_sqrt(wide x) { return 1 / std::sqrt(x.v); }
inline wide safe_inverse_sqrt(wide x) { return x.v == 0 ? x : inverse_sqrt(x); }
inline wide exp(wide x) { return std::exp(x.v); }
inline wide expm1(wide x) { return std::expm1(x.v); }
inline wide log(wide x) { return std::log(x.v); }
inline wide log1p(wide x) { return std::log1p(x.v); }
inline wide sin(wide x) { return std::sin(x.v); }
inline wide cos(wide x) { return std::cos(x.v); }
inline wide tanh(wide x) { return std::tanh(x.v); }
inline wide atan(wide x) { return std::atan(x.v); }

}  // namespace laws

namespace regula::dsl {
template <> inline constexpr bool is_numeric<laws::wide> = true;
template <> inline laws::wide general_power<laws::wide>(const laws::wide& x, double exponent) {
  return std::pow(x.v, static_cast<long double>(exponent));
}
}  // namespace regula::dsl
