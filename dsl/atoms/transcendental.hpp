// SPDX-License-Identifier: MIT
/// exp, log and their relatives; sin, cos, tanh, atan.
#pragma once
#include <dsl/atoms/basic.hpp>
#include <dsl/numbers/numbers.hpp>

namespace regula {

/// e^x; the slope is the value.
struct exp_atom : elementwise {
  static constexpr std::string_view name = "exp", latex = "e^{#1}";
  static constexpr int cost = 16;
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static constexpr auto range = regula::range::nonnegative;
  static auto value(const auto& x) { return exp(x); }
  static constexpr auto slope(const auto&, const auto& y) { return y; }
};
constexpr auto exp(auto... x) requires arguments<decltype(x)...> { return call<exp_atom>(x...); }

/// e^x - 1, right near 0.
struct expm1_atom : elementwise {
  static constexpr std::string_view name = "expm1", latex = "\\left(e^{#1} - 1\\right)";
  static constexpr int cost = 16;
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static auto value(const auto& x) { return expm1(x); }
  static constexpr auto slope(const auto& x, const auto&) { return exp(x); }
};
constexpr auto expm1(auto... x) requires arguments<decltype(x)...> { return call<expm1_atom>(x...); }

/// ln x, x > 0; -inf at 0, NaN below.
struct log_atom : elementwise {
  static constexpr std::string_view name = "log", latex = "\\ln\\left({#1}\\right)";
  static constexpr int cost = 16;
  static constexpr auto bends = curvature::concave;
  static constexpr auto runs = trend::increasing;
  static constexpr interval domain{0.0};
  using kinks = kinks_at<0>;
  static constexpr auto factor(const auto& x) { return x; }
  static auto value(const auto& x) { return log(factor(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return inverse(x); }
};
constexpr auto log(auto... x) requires arguments<decltype(x)...> { return call<log_atom>(x...); }

/// ln(1 + x), x > -1, right near 0.
struct log1p_atom : elementwise {
  static constexpr std::string_view name = "log1p", latex = "\\ln\\left(1 + {#1+}\\right)";
  static constexpr int cost = 16;
  static constexpr auto bends = curvature::concave;
  static constexpr auto runs = trend::increasing;
  static constexpr interval domain{-1.0};
  using kinks = kinks_at<-1>;
  static constexpr auto factor(const auto& x) { return one_plus(x); }
  static auto value(const auto& x) { return log(factor(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return inverse(1.0 + x); }
};
constexpr auto log1p(auto... x) requires arguments<decltype(x)...> { return call<log1p_atom>(x...); }

/// Sine, radians.
struct sin_atom : elementwise {
  static constexpr std::string_view name = "sin", latex = "\\sin\\left({#1}\\right)";
  static constexpr int cost = 16;
  static auto value(const auto& x) { return sin(x); }
  static constexpr auto slope(const auto& x, const auto&) { return cos(x); }
};
constexpr auto sin(auto... x) requires arguments<decltype(x)...> { return call<sin_atom>(x...); }

/// Cosine, radians.
struct cos_atom : elementwise {
  static constexpr std::string_view name = "cos", latex = "\\cos\\left({#1}\\right)";
  static constexpr int cost = 16;
  static auto value(const auto& x) { return cos(x); }
  static constexpr auto slope(const auto& x, const auto&) { return -sin(x); }
};
constexpr auto cos(auto... x) requires arguments<decltype(x)...> { return call<cos_atom>(x...); }

struct tanh_slope_atom;

/// Hyperbolic tangent; slope 1 - y^2.
struct tanh_atom : elementwise {
  static constexpr std::string_view name = "tanh", latex = "\\tanh\\left({#1}\\right)";
  static constexpr int cost = 16;
  static constexpr auto runs = trend::increasing;
  static auto value(const auto& x) { return tanh(x); }
  static constexpr auto slope(const auto& x, const auto& y) { return call<tanh_slope_atom>(x, y); }
};
constexpr auto tanh(auto... x) requires arguments<decltype(x)...> { return call<tanh_atom>(x...); }

/// 1 - y^2 = 1 / cosh^2 x for y = tanh x; far from 0 its digits are in x. Slope -2 y (1 - y^2), in x alone.
struct tanh_slope_atom : elementwise {
  static constexpr std::string_view name = "tanh_slope", latex = "\\tanh'\\left({#1}, {#2}\\right)";
  static constexpr int arity = 2, ulps = 6, cost = 4;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto value(const auto& x, const auto& y) { return tanh_slope(x, y); }
  static constexpr auto slope(const auto&, const auto& y, const auto& z) { return partials{-2.0 * y * z, 0.0}; }
  static constexpr auto known(const auto& x) { return tanh(x); }
  static constexpr auto reads_as(const auto&, const auto& y) { return 1.0 - square(y); }
};

/// Arc tangent, radians; slope 1 / (1 + x^2).
struct atan_atom : elementwise {
  static constexpr std::string_view name = "atan", latex = "\\arctan\\left({#1}\\right)";
  static constexpr int cost = 16;
  static constexpr auto runs = trend::increasing;
  static auto value(const auto& x) { return atan(x); }
  static constexpr auto slope(const auto& x, const auto&) { return inverse(1.0 + square(x)); }
};
constexpr auto atan(auto... x) requires arguments<decltype(x)...> { return call<atan_atom>(x...); }

using transcendental_atoms =
    type_list<exp_atom, expm1_atom, log_atom, log1p_atom, sin_atom, cos_atom, tanh_atom, tanh_slope_atom, atan_atom>;

}  // namespace regula
