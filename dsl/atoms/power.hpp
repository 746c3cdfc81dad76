// SPDX-License-Identifier: MIT
/// Powers with a fixed rational exponent: pow<3>(x), pow<3, 2>(x), cube(x).
#pragma once
#include <array>
#include <bit>
#include <cmath>
#include <dsl/atoms/basic.hpp>
#include <limits>
#include <numeric>
#include <string>

namespace regula {
namespace dsl {

/// p / q in lowest terms, q > 0.
struct rational {
  static constexpr std::int32_t most = 999'999'999;
  std::int32_t p = 0, q = 1;

  constexpr std::uint64_t bits() const {
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(p)) << 32) | static_cast<std::uint32_t>(q);
  }
  static constexpr rational from_bits(std::uint64_t b) {
    return {static_cast<std::int32_t>(static_cast<std::uint32_t>(b >> 32)),
            static_cast<std::int32_t>(static_cast<std::uint32_t>(b))};
  }
  static constexpr rational reduced(std::int64_t p, std::int64_t q) {
    const auto g = std::gcd(p, q) * (q < 0 ? -1 : 1);
    return g == 0 ? rational{} : rational{static_cast<std::int32_t>(p / g), static_cast<std::int32_t>(q / g)};
  }
  constexpr double value() const { return static_cast<double>(p) / static_cast<double>(q); }
};

/// x^N by squaring, N >= 1.
template <int N> constexpr auto integer_power(const auto& x) {
  if constexpr (N == 1) {
    return x;
  } else {
    const auto half = integer_power<N / 2>(x);
    if constexpr (N % 2 == 0)
      return half * half;
    else
      return half * half * x;
  }
}

/// The same products of an N known at run time.
template <class N> constexpr N integer_power_of(const N& x, int n) {
  int bit = 1;
  while (bit <= n / 2) bit *= 2;
  N y = x;
  for (bit /= 2; bit > 0; bit /= 2) {
    y = y * y;
    if ((n & bit) != 0) y = y * x;
  }
  return y;
}

/// x^r by std::pow. p / q is seldom a double: x to what it lacks is near 1 + lacks ln x, and counts where ln x is large.
inline double general_power(double x, rational r) {
  if (r.q > 1 && x < 0) return std::numeric_limits<double>::quiet_NaN();
  const double exponent = r.value(), y = std::pow(x, exponent);
  const double lacks = -std::fma(exponent, r.q, -static_cast<double>(r.p)) / r.q;
  return lacks != 0 && y > 0 && std::isfinite(y) ? y + y * (lacks * std::log(x)) : y;
}
template <class N> N general_power_of(const N& x, rational r) {
  if constexpr (std::is_same_v<N, one_lane>) {
    return one_lane{general_power(x.v, r)};
  } else if constexpr (requires { x.to_power(r); }) {
    return x.to_power(r);
  } else {
    using S = typename N::scalar;
    alignas(64) S lane[N::size];
    x.store(lane);
    for (S& each : lane) each = static_cast<S>(general_power(static_cast<double>(each), r));
    return N::load(lane);
  }
}

}  // namespace dsl

/// x^(P/Q). Whole exponents by multiplication, any x; else x >= 0 (NaN below), halves and quarters by sqrt, others by
/// libm's pow. Slope P/Q x^(P/Q - 1), declared 0 at 0 when 0 < P/Q < 1, where the true slope is infinite.
/// x^0 is 1, that of NaN too, as in IEEE; halves and quarters of -0 keep its sign.
struct pow_atom : elementwise {
  static constexpr std::string_view name = "pow", latex = "{#1}^{#p}";
  static std::string spelling(std::uint64_t exponent) {
    const auto r = dsl::rational::from_bits(exponent);
    return "pow<" + std::to_string(r.p) + (r.q == 1 ? ">" : ", " + std::to_string(r.q) + ">");
  }
  static constexpr dsl::meaning read(std::string_view, const dsl::settings& s) {
    if (s.count < 1 || s.count > 2) return dsl::meaning::refuse("a power is pow<P>(x) or pow<P, Q>(x), x^P or x^(P/Q)");
    if (!s.within(0, -dsl::rational::most, dsl::rational::most))
      return dsl::meaning::refuse("an exponent's parts have at most 9 digits");
    if (s.count == 2 && s.at[1] <= 0)
      return dsl::meaning::refuse("pow<P, Q>(x) is x to the power P / Q: Q must be positive");
    return {dsl::rational::reduced(s.at[0], s.number(1, 1)).bits()};
  }
  static std::string latex_for(std::uint64_t exponent) {
    const auto r = dsl::rational::from_bits(exponent);
    return "{#1}^{" + std::to_string(r.p) + (r.q == 1 ? "}" : "/" + std::to_string(r.q) + "}");
  }
  static std::string on_arrays_for(std::uint64_t exponent) {
    const auto r = dsl::rational::from_bits(exponent);
    return "{#1} ** " +
           (r.q == 1 ? std::to_string(r.p) : "(" + std::to_string(r.p) + " / " + std::to_string(r.q) + ")");
  }
  static std::string kinks_where_for(std::uint64_t exponent) {
    const auto r = dsl::rational::from_bits(exponent);
    return r.p < r.q && r.p != 0 ? "{#1} = 0" : "";
  }
  static constexpr int cost = 8;
  static constexpr bool parametric = true;
  static constexpr int ulps = 6;
  using kinks = kinks_at<0>;

  template <std::uint64_t Exponent> static auto value(const auto& x) {
    constexpr auto r = dsl::rational::from_bits(Exponent);
    if constexpr (r.p < 0)
      return inverse(value<dsl::rational{-r.p, r.q}.bits()>(x));
    else if constexpr (r.p == 0)
      return 1.0;
    else if constexpr (r.q == 1 && r.p <= 64)
      return dsl::integer_power<r.p>(x);
    else if constexpr (r.q == 2 && r.p <= 64)
      return dsl::integer_power<r.p>(sqrt(x));
    else if constexpr (r.q == 4 && r.p <= 64)
      return dsl::integer_power<r.p>(sqrt(sqrt(x)));
    else
      return dsl::general_power_of(x, r);
  }
  /// The same, of an exponent known at run time.
  template <class N> static N value_of(const N& x, std::uint64_t exponent) {
    const auto r = dsl::rational::from_bits(exponent);
    if (r.p < 0) return inverse(value_of(x, dsl::rational{-r.p, r.q}.bits()));
    if (r.p == 0) return N(1.0);
    if (r.p > 64 || (r.q != 1 && r.q != 2 && r.q != 4)) return dsl::general_power_of(x, r);
    return dsl::integer_power_of(r.q == 1 ? x : r.q == 2 ? sqrt(x) : sqrt(sqrt(x)), r.p);
  }
  /// Formulas only: the exponent of a graph node is a value.
  static constexpr auto slope(const auto& x, const auto&, std::uint64_t exponent) {
    const auto r = dsl::rational::from_bits(exponent);
    const bool steep = r.p > 0 && r.p < r.q;
    const auto root = x.power(steep ? dsl::rational{r.q - r.p, r.q} : dsl::rational{r.p - r.q, r.q});
    return steep ? r.value() * safe_inverse(root) : r.value() * root;
  }
  static constexpr bool is_even(dsl::rational r) { return r.q == 1 && r.p % 2 == 0; }
  static constexpr auto range_from(regula::range x, std::uint64_t exponent) {
    const bool never_below = is_even(dsl::rational::from_bits(exponent)) || x == regula::range::nonnegative;
    return never_below ? regula::range::nonnegative : regula::range::any;
  }
  static constexpr auto simplified(const auto& x, std::uint64_t exponent) {
    const auto r = dsl::rational::from_bits(exponent);
    if (r.q == 1 && r.p == 0) return x.constant(1.0);
    if (r.q == 1 && r.p == 1) return x;
    if (r.q == 1 && r.p == 2) return square(x);
    if (r.q == 1 && r.p == -1) return inverse(x);
    if (r.q == 2 && r.p == 1) return sqrt(x);
    return is_even(r) && is<abs_atom>(x) ? inside(x).power(r) : unchanged(x);
  }
};

/// x^(P/Q) with the exponent part of the formula: pow<3>(W), pow<3, 2>(abs(W)).
template <int P, int Q = 1> constexpr auto pow(argument auto x) {
  static_assert(Q > 0, "pow<P, Q>(x) is x to the power P / Q: Q must be positive");
  return call<pow_atom, dsl::rational::reduced(P, Q > 0 ? Q : 1).bits()>(x);
}

/// x^3.
struct cube_atom : elementwise {
  static constexpr std::string_view name = "cube", latex = "{#1}^{3}";
  static constexpr auto runs = trend::increasing;
  static constexpr int ulps = 2;
  static constexpr auto defined_as(const auto& x) { return pow<3>(x); }
};
constexpr auto cube(auto... x) requires arguments<decltype(x)...> { return call<cube_atom>(x...); }

using power_atoms = type_list<pow_atom, cube_atom>;

}  // namespace regula
