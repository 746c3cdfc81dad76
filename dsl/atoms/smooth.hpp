// SPDX-License-Identifier: MIT
/// Robust and smooth penalties of one entry: logistic, softplus, log_cosh, huber, pseudo_huber; entropies.
#pragma once
#include <dsl/atoms/piecewise.hpp>
#include <dsl/atoms/transcendental.hpp>

namespace regula {

struct logistic_slope_atom;

/// 1 / (1 + e^-x), by e^-|x|, which softplus has, too. The slope y * logistic(-x) keeps its digits where y is near 1.
struct logistic_atom : elementwise {
  static constexpr std::string_view name = "logistic", latex = "\\operatorname{logistic}\\left({#1}\\right)";
  static constexpr int cost = 20;
  static constexpr auto runs = trend::increasing;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto value(const auto& x) {
    const auto e = exp(-abs(x));
    return select(x < 0.0, e, 1.0) / (1.0 + e);
  }
  static constexpr auto slope(const auto& x, const auto& y) { return call<logistic_slope_atom>(x, y); }
};
constexpr auto logistic(auto... x) requires arguments<decltype(x)...> { return call<logistic_atom>(x...); }

/// y logistic(-x) for y = logistic(x). Slope -tanh(x / 2) times that, in x alone.
struct logistic_slope_atom : elementwise {
  static constexpr std::string_view name = "logistic_slope",
                                    latex = "\\operatorname{logistic}'\\left({#1}, {#2}\\right)";
  static constexpr int arity = 2, ulps = 8;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto defined_as(const auto& x, const auto& y) { return y * logistic(-x); }
  static constexpr auto slope(const auto& x, const auto&, const auto& z) {
    return partials{-1.0 * tanh(0.5 * x) * z, 0.0};
  }
  static constexpr auto known(const auto& x) { return logistic(x); }
  static constexpr auto reads_as(const auto& x, const auto& y) { return y * logistic(-x); }
};

/// ln(1 + e^x), without overflow; slope logistic(x).
struct softplus_atom : elementwise {
  static constexpr std::string_view name = "softplus", latex = "\\ln\\left(1 + e^{#1}\\right)";
  static constexpr int cost = 36;
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 6;
  static constexpr auto summand(const auto& x) { return max(x, 0.0); }
  static constexpr auto factor(const auto& x) { return one_plus(exp(-abs(x))); }
  static constexpr auto value(const auto& x) { return summand(x) + log(factor(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return logistic(x); }
};
constexpr auto softplus(auto... x) requires arguments<decltype(x)...> { return call<softplus_atom>(x...); }

/// ln cosh x; slope tanh x. With e = exp(2 |x|) - 1, which tanh has, too, cosh^2 x = 1 + e^2 / (4 (1 + e)) near 0 and
/// (exp(|x|) / 2)^2 (1 + r (2 + r)), r = 1 / (1 + e), far away: both keep the digits.
struct log_cosh_atom : elementwise {
  static constexpr std::string_view name = "log_cosh", latex = "\\ln\\cosh\\left({#1}\\right)";
  static constexpr int cost = 40;
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 10;
  static constexpr auto summand(const auto& x) {
    const auto a = abs(x);
    return select(a < 1.0, 0.0 * a, a - 0.69314718055994530942);
  }
  static constexpr double weight = 0.5;
  static constexpr auto factor(const auto& x) {
    const auto a = abs(x), e = expm1(a + a), r = inverse(1.0 + e);
    return one_plus(select(a < 1.0, 0.25 * e * e * r, r * (2.0 + r)));
  }
  static constexpr auto value(const auto& x) { return summand(x) + weight * log(factor(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return tanh(x); }
};
constexpr auto log_cosh(auto... x) requires arguments<decltype(x)...> { return call<log_cosh_atom>(x...); }

/// huber(x; d) = x^2/2 for |x| <= d, d|x| - d^2/2 beyond; d > 0. Slope clamp(x, -d, d), continuous at +-d.
/// [Huber 1964, doi:10.1214/aoms/1177703732]
struct huber_atom : elementwise {
  static constexpr std::string_view name = "huber", latex = "H_{{#2}}\\left({#1}\\right)";
  static constexpr int cost = 6;
  static constexpr int arity = 2, parameters = 1;
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto value(const auto& x, const auto& d) {
    const auto a = abs(x), m = min(a, d);
    return m * (a - 0.5 * m);
  }
  static constexpr auto slope(const auto& x, const auto& d, const auto&) {
    return partials{clamp(x, -d, d), max(abs(x) - d, 0.0)};
  }
};
template <class X, class D>
  requires arguments<X, D>
constexpr auto huber(X x, D delta) { return call<huber_atom>(x, delta); }

/// pseudo_huber(x; d) = d^2 (sqrt(1 + (x/d)^2) - 1) = x^2 / (1 + r), r = sqrt(1 + (x/d)^2); d > 0. Slope x / r.
/// A square overflows beyond |x| or |x/d| = 1e19 in float, 1e154 in double: the value is then inf or NaN.
struct pseudo_huber_atom : elementwise {
  static constexpr std::string_view name = "pseudo_huber", latex = "\\tilde{H}_{{#2}}\\left({#1}\\right)";
  static constexpr int arity = 2, parameters = 1;
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 6;
  static constexpr auto root(const auto& x, const auto& d) { return sqrt(1.0 + square(x / d)); }
  static constexpr auto defined_as(const auto& x, const auto& d) { return square(x) / (1.0 + root(x, d)); }
  static constexpr auto slope(const auto& x, const auto& d, const auto& y) {
    const auto r = root(x, d);
    return partials{x / r, y * (r - 1.0) / (d * r)};
  }
};
template <class X, class D>
  requires arguments<X, D>
constexpr auto pseudo_huber(X x, D delta) { return call<pseudo_huber_atom>(x, delta); }

/// x ln x, 0 at 0, x >= 0; slope 1 + ln x, -inf at 0.
struct xlogx_atom : elementwise {
  static constexpr std::string_view name = "xlogx", latex = "{#1*} \\ln\\left({#1}\\right)";
  static constexpr int cost = 20;
  static constexpr auto bends = curvature::convex;
  static constexpr interval domain{0.0};
  static constexpr int ulps = 6;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return select(x == 0.0, 0.0 * x, x * log(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return 1.0 + log(x); }
};
constexpr auto xlogx(auto... x) requires arguments<decltype(x)...> { return call<xlogx_atom>(x...); }

/// x ln(x / y), 0 where x = 0, for x >= 0 and y > 0. Summed over a distribution: the Kullback-Leibler divergence.
/// `ulps` holds where x / y is a normal number outside (1/2, 2); inside, the error is that of the quotient, x ulp.
struct relative_entropy_atom : elementwise {
  static constexpr std::string_view name = "relative_entropy", latex = "{#1*} \\ln \\frac{#1}{#2}";
  static constexpr int cost = 24;
  static constexpr int arity = 2;
  static constexpr auto bends = curvature::convex;
  static constexpr interval domain{0.0};
  static constexpr int ulps = 6;
  static constexpr auto value(const auto& x, const auto& y) { return select(x == 0.0, 0.0 * y, x * log(x / y)); }
  static constexpr auto slope(const auto& x, const auto& y, const auto&) { return partials{1.0 + log(x / y), -x / y}; }
};
template <class X, class Y>
  requires arguments<X, Y>
constexpr auto relative_entropy(X x, Y y) { return call<relative_entropy_atom>(x, y); }

using smooth_atoms = type_list<logistic_atom, logistic_slope_atom, softplus_atom, log_cosh_atom, huber_atom,
                               pseudo_huber_atom, xlogx_atom, relative_entropy_atom>;

}  // namespace regula
