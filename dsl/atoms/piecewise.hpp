// SPDX-License-Identifier: MIT
/// max, min, clamp, positive and negative part of entries. At a tie both arguments get half the slope.
#pragma once
#include <dsl/atoms/basic.hpp>

namespace regula {

/// The greater of two entries; NaN if either is.
struct max_atom : elementwise {
  static constexpr std::string_view name = "max", latex = "\\max\\left({#1}, {#2}\\right)";
  static constexpr std::string_view kinks_where = "{#1} = {#2}";
  static constexpr int arity = 2, ulps = 0;
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static constexpr auto value(const auto& a, const auto& b) { return max(a, b); }
  static constexpr auto slope(const auto& a, const auto& b, const auto&) {
    return partials{greater(a, b), greater(b, a)};
  }
  static constexpr auto range_from(regula::range a, regula::range b) {
    const auto above = regula::range::nonnegative;
    return a == above || b == above ? above : regula::range::any;
  }
  static constexpr auto simplified(const auto& a, const auto& b) {
    return a.is_same(b) ? a : b.precedes(a) ? max(b, a) : unchanged(a);
  }
};
template <class A, class B>
  requires arguments<A, B>
constexpr auto max(A a, B b) { return call<max_atom>(a, b); }

/// The smaller of two entries; NaN if either is.
struct min_atom : elementwise {
  static constexpr std::string_view name = "min", latex = "\\min\\left({#1}, {#2}\\right)";
  static constexpr std::string_view kinks_where = "{#1} = {#2}";
  static constexpr int arity = 2, ulps = 0;
  static constexpr auto bends = curvature::concave;
  static constexpr auto runs = trend::increasing;
  static constexpr auto value(const auto& a, const auto& b) { return min(a, b); }
  static constexpr auto slope(const auto& a, const auto& b, const auto&) {
    return partials{greater(b, a), greater(a, b)};
  }
  static constexpr auto range_from(regula::range a, regula::range b) {
    const auto above = regula::range::nonnegative;
    return a == above && b == above ? above : regula::range::any;
  }
  static constexpr auto simplified(const auto& a, const auto& b) {
    return a.is_same(b) ? a : b.precedes(a) ? min(b, a) : unchanged(a);
  }
};
template <class A, class B>
  requires arguments<A, B>
constexpr auto min(A a, B b) { return call<min_atom>(a, b); }

/// x limited to [low, high].
struct clamp_atom : elementwise {
  static constexpr std::string_view name = "clamp", latex = "\\operatorname{clamp}\\left({#1}, {#2}, {#3}\\right)";
  static constexpr int arity = 3, ulps = 0;
  static constexpr auto runs = trend::increasing;
  static constexpr auto defined_as(const auto& x, const auto& low, const auto& high) { return min(max(x, low), high); }
};
template <class X, class L, class H>
  requires arguments<X, L, H>
constexpr auto clamp(X x, L low, H high) { return call<clamp_atom>(x, low, high); }

/// max(x, 0); slope 1/2 at 0, as for every tie.
struct positive_atom : elementwise {
  static constexpr std::string_view name = "positive", latex = "\\left({#1}\\right)_{+}";
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 0;
  using kinks = kinks_at<0>;
  static constexpr auto defined_as(const auto& x) { return max(x, 0.0); }
};
constexpr auto positive(auto... x) requires arguments<decltype(x)...> { return call<positive_atom>(x...); }

/// max(-x, 0); slope -1/2 at 0.
struct negative_atom : elementwise {
  static constexpr std::string_view name = "negative", latex = "\\left({#1}\\right)_{-}";
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::decreasing;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 0;
  using kinks = kinks_at<0>;
  static constexpr auto defined_as(const auto& x) { return max(-x, 0.0); }
};
constexpr auto negative(auto... x) requires arguments<decltype(x)...> { return call<negative_atom>(x...); }

using piecewise_atoms = type_list<max_atom, min_atom, clamp_atom, positive_atom, negative_atom>;

}  // namespace regula
