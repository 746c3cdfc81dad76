// SPDX-License-Identifier: MIT
/// Numbers as the printers write them: decimals, fractions, C++ literals, powers of ten.
#pragma once
#include <cmath>
#include <dsl/meta/number_text.hpp>
#include <dsl/text/precedence.hpp>

namespace regula::dsl {

/// A number, a name: text, and what its surroundings must know of it.
struct leaf_text {
  std::string text;
  level own = level::primary;

  bool negative() const { return text[0] == '-'; }
};

struct fraction {
  long long p = 0, q = 0;  // q = 0: none
};

/// The simplest fraction that is the double v.
inline fraction fraction_of(double v) {
  if (!(std::fabs(v) < 9e18)) return {};
  long double rest = std::fabs(v);
  long long p = 1, q = 0, before_p = 0, before_q = 1;
  for (int i = 0; i < 40; ++i) {
    const long double whole = std::floor(rest);
    const long double next_p = whole * p + before_p, next_q = whole * q + before_q;
    if (next_p > 9e18L || next_q > 9e15L) return {};
    before_p = p, before_q = q;
    p = static_cast<long long>(next_p), q = static_cast<long long>(next_q);
    if (static_cast<double>(p) / static_cast<double>(q) == std::fabs(v)) return {std::signbit(v) ? -p : p, q};
    rest = 1.0L / (rest - whole);
  }
  return {};
}

/// A constant's fraction where that is the shorter text: 1/3, but 0.125.
inline fraction short_fraction(double v) {
  const auto f = fraction_of(v);
  return f.q > 1 && f.q <= 1000 && number_text(v).size() > 9 ? f : fraction{};
}

inline leaf_text plain_constant(double v) {
  const auto f = short_fraction(v);
  if (f.q == 0) return {number_text(v)};
  return {std::to_string(f.p) + "/" + std::to_string(f.q), level::product};
}

/// A literal of type double.
inline std::string cpp_literal(double v) {
  auto text = number_text(v);
  if (std::isfinite(v) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}
inline leaf_text cpp_constant(double v) {
  const auto f = fraction_of(v);
  if (f.q == 0) return {cpp_literal(v)};
  return {"regula::constant<" + std::to_string(f.p) + (f.q == 1 ? ">" : ", " + std::to_string(f.q) + ">")};
}

/// 10^{-7}, 1.5 \cdot 10^{-7}.
inline leaf_text latex_number(double v) {
  auto text = number_text(v);
  if (!std::isfinite(v)) return {std::isnan(v) ? "\\mathrm{NaN}" : v < 0 ? "-\\infty" : "\\infty"};
  const auto e = text.find('e');
  if (e == std::string::npos) return {text};
  const auto power = "10^{" + std::to_string(std::stoi(text.substr(e + 1))) + "}";
  const auto digits = text.substr(0, e);
  if (digits == "1") return {power, level::power};
  if (digits == "-1") return {"-" + power, level::power};
  return {digits + " \\cdot " + power, level::product};
}
inline leaf_text latex_constant(double v) {
  const auto f = short_fraction(v);
  if (f.q == 0) return latex_number(v);
  return {
      std::string{f.p < 0 ? "-" : ""} + "\\frac{" + std::to_string(std::abs(f.p)) + "}{" + std::to_string(f.q) + "}",
      level::power};
}

}  // namespace regula::dsl
