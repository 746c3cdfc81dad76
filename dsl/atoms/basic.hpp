// SPDX-License-Identifier: MIT
/// abs, sign, square, sqrt, inverse and what compares numbers.
#pragma once
#include <bit>
#include <dsl/atoms/arithmetic.hpp>

namespace regula {

/// sign(x) in {-1, 0, 1}. sign(0) = 0 makes 0 the subgradient of |x| at 0; its own slope is 0 everywhere.
struct sign_atom : elementwise {
  static constexpr std::string_view name = "sign", latex = "\\operatorname{sign}\\left({#1}\\right)";
  static constexpr auto runs = trend::increasing;
  static constexpr int ulps = 0;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return sign(x); }
  static constexpr auto slope(const auto&, const auto&) { return 0.0; }
  static constexpr auto simplified(const auto& x) {
    if (x.is_constant()) return x.constant(x.number() > 0 ? 1.0 : x.number() < 0 ? -1.0 : x.number());
    if (is<multiply_atom>(x) && inside(x).is_constant()) return sign(inside(x)) * sign(inside(x, 1));
    return unchanged(x);
  }
};
constexpr auto sign(auto... x) requires arguments<decltype(x)...> { return call<sign_atom>(x...); }

/// |x|. Slope sign(x), 0 at the kink.
struct abs_atom : elementwise {
  static constexpr std::string_view name = "abs", latex = "\\left\\lvert {#1} \\right\\rvert";
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 0;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return abs(x); }
  static constexpr auto slope(const auto& x, const auto&) { return sign(x); }
  static constexpr auto simplified(const auto& x) {
    if (x.is_constant()) return x.constant(x.number() < 0 ? -x.number() : x.number());
    if (x.range() == regula::range::nonnegative) return x;
    if (is<multiply_atom>(x)) return abs(inside(x)) * abs(inside(x, 1));
    return unchanged(x);
  }
};
constexpr auto abs(auto... x) requires arguments<decltype(x)...> { return call<abs_atom>(x...); }

/// x^2.
struct square_atom : elementwise {
  static constexpr std::string_view name = "square", latex = "{#1}^{2}";
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 1;
  static constexpr auto value(const auto& x) { return x * x; }
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * x; }
};
constexpr auto square(auto... x) requires arguments<decltype(x)...> { return call<square_atom>(x...); }

/// 1 / x, IEEE at 0.
struct inverse_atom : elementwise {
  static constexpr std::string_view name = "inverse", latex = "\\frac{1}{#1}";
  static constexpr int cost = 4;
  static constexpr int ulps = 2;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return inverse(x); }
  static constexpr auto slope(const auto&, const auto& y) { return -square(y); }
  static constexpr auto range_from(regula::range x) { return x; }
  static constexpr auto simplified(const auto& x) {
    if (is<inverse_atom>(x)) return inside(x);
    if (x.is_constant() && is_power_of_two(x.number())) return x.constant(1.0 / x.number());
    if (is<multiply_atom>(x) && inside(x).is_scalar()) return inverse(inside(x)) * inverse(inside(x, 1));
    return unchanged(x);
  }
  static constexpr bool is_power_of_two(double v) {
    return v != 0 && (std::bit_cast<std::uint64_t>(v) & 0xfffffffffffffu) == 0;
  }
};
constexpr auto inverse(auto... x) requires arguments<decltype(x)...> { return call<inverse_atom>(x...); }

/// 1 / x, and 0 where x is 0 or subnormal, where 1 / x may be no number. Appears in slopes: it chooses 0 as the slope of a
/// root at 0.
struct safe_inverse_atom : elementwise {
  static constexpr std::string_view name = "safe_inverse", latex = "\\frac{1}{#1}";
  static constexpr int cost = 4;
  static constexpr int ulps = 2;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return safe_inverse(x); }
  static constexpr auto slope(const auto&, const auto& y) { return -square(y); }
  static constexpr auto range_from(regula::range x) { return x; }
};
constexpr auto safe_inverse(auto... x) requires arguments<decltype(x)...> { return call<safe_inverse_atom>(x...); }

/// x^(1/2), x >= 0; NaN below. The slope at 0 is declared 0, so that the norm of zeros has gradient 0.
struct sqrt_atom : elementwise {
  static constexpr std::string_view name = "sqrt", latex = "\\sqrt{#1}";
  static constexpr int cost = 4;
  static constexpr auto bends = curvature::concave;
  static constexpr auto runs = trend::increasing;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr interval domain{0.0};
  static constexpr int ulps = 2;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return sqrt(x); }
  static constexpr auto slope(const auto&, const auto& y) { return 0.5 * safe_inverse(y); }
  static constexpr auto simplified(const auto& x) {
    if (is<square_atom>(x)) return abs(inside(x));
    if (!x.is_expanded() && x.is_sum_of_squares()) return norm2(inside(inside(x)).along(x.gathers()));
    if (x.is_constant())
      for (int root = 0; root <= 64; ++root)
        if (x.number() == root * root) return x.constant(root);
    if (is<multiply_atom>(x) && inside(x).is_scalar() && inside(x).range() == regula::range::nonnegative)
      return sqrt(inside(x)) * sqrt(inside(x, 1));
    return unchanged(x);
  }
};
constexpr auto sqrt(auto... x) requires arguments<decltype(x)...> { return call<sqrt_atom>(x...); }

/// 1 / sqrt(x), x > 0: an infinity of its sign for a zero, NaN below.
struct inverse_sqrt_atom : elementwise {
  static constexpr std::string_view name = "inverse_sqrt", latex = "\\frac{1}{\\sqrt{#1}}";
  static constexpr int cost = 4;
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::decreasing;
  static constexpr interval domain{0.0};
  static constexpr int ulps = 2;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return inverse_sqrt(x); }
  static constexpr auto slope(const auto&, const auto& y) { return -0.5 * y * square(y); }
};
constexpr auto inverse_sqrt(auto... x) requires arguments<decltype(x)...> { return call<inverse_sqrt_atom>(x...); }

/// 1 / sqrt(x), and 0 at 0: the slope of a root, up to its factor.
struct safe_inverse_sqrt_atom : elementwise {
  static constexpr std::string_view name = "safe_inverse_sqrt", latex = "\\frac{1}{\\sqrt{#1}}";
  static constexpr int cost = 4;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr interval domain{0.0};
  static constexpr int ulps = 2;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return safe_inverse_sqrt(x); }
  static constexpr auto slope(const auto&, const auto& y) { return -0.5 * y * square(y); }
};
constexpr auto safe_inverse_sqrt(auto... x) requires arguments<decltype(x)...> {
  return call<safe_inverse_sqrt_atom>(x...);
}

/// 1 where x is not 0, else 0. Its zero derivative is declared, at 0 too.
struct nonzero_atom : elementwise {
  static constexpr std::string_view name = "nonzero", latex = "\\mathbf{1}\\left[{#1+} \\neq 0\\right]";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr int ulps = 0;
  using kinks = kinks_at<0>;
  static constexpr auto value(const auto& x) { return nonzero(x); }
  static constexpr auto slope(const auto&, const auto&) { return 0.0; }
};
constexpr auto nonzero(auto... x) requires arguments<decltype(x)...> { return call<nonzero_atom>(x...); }

/// 1 where a > b, 1/2 where equal, 0 below: the slope of max(a, b) in a. Its own slopes are 0.
struct greater_atom : elementwise {
  static constexpr std::string_view name = "greater", latex = "\\mathbf{1}\\left[{#1+} > {#2+}\\right]";
  static constexpr std::string_view kinks_where = "jumps where both arguments are equal";
  static constexpr int arity = 2, ulps = 0;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto value(const auto& a, const auto& b) { return greater(a, b); }
  static constexpr auto slope(const auto&, const auto&, const auto&) { return partials{0.0, 0.0}; }
};
template <class A, class B>
  requires arguments<A, B>
constexpr auto greater(A a, B b) { return call<greater_atom>(a, b); }

/// 1 where a equals b, else 0. Its slopes are 0.
struct is_equal_atom : elementwise {
  static constexpr std::string_view name = "is_equal", latex = "\\mathbf{1}\\left[{#1+} = {#2+}\\right]";
  static constexpr std::string_view kinks_where = "jumps where both arguments are equal";
  static constexpr int arity = 2, ulps = 0;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto value(const auto& a, const auto& b) { return is_equal(a, b); }
  static constexpr auto simplified(const auto& a, const auto& b) {
    return b.precedes(a) ? is_equal(b, a) : unchanged(a);
  }
  static constexpr auto slope(const auto&, const auto&, const auto&) { return partials{0.0, 0.0}; }
};
template <class A, class B>
  requires arguments<A, B>
constexpr auto is_equal(A a, B b) { return call<is_equal_atom>(a, b); }

/// a - b, and 0 where they are equal: where both are one infinity, too. How far the entries are below their maximum.
struct excess_atom : elementwise {
  static constexpr std::string_view name = "excess", latex = "\\left({#1} - {#2}\\right)";
  static constexpr int arity = 2, ulps = 1, cost = 2;
  static constexpr auto bends = curvature::affine;
  static constexpr auto value(const auto& a, const auto& b) { return select(a == b, 0.0, a - b); }
  static constexpr auto slope(const auto&, const auto&, const auto&) { return partials{1.0, -1.0}; }
  static constexpr auto reads_as(const auto& a, const auto& b) { return a - b; }
};
template <class A, class B>
  requires arguments<A, B>
constexpr auto excess(A a, B b) { return call<excess_atom>(a, b); }

/// x / sqrt(k x^2 + s), k and s not below 0; 0 at 0. What slopes of roots are: as one atom its own slope
/// s / (k x^2 + s)^(3/2) keeps its digits and its sign. The derivative puts it in (derive/stable.hpp), the plan takes it
/// apart.
struct over_root_atom : elementwise {
  static constexpr std::string_view name = "over_root", latex = "\\frac{#1}{\\sqrt{{#2} \\, {#1}^{2} + {#3}}}";
  static constexpr int arity = 3;
  static constexpr auto inverse_root(const auto& x, const auto& k, const auto& s) {
    return safe_inverse(sqrt(s + k * square(x)));
  }
  static constexpr auto defined_as(const auto& x, const auto& k, const auto& s) { return x * inverse_root(x, k, s); }
  static constexpr auto slope(const auto& x, const auto& k, const auto& s, const auto& y) {
    const auto v = inverse_root(x, k, s);
    return partials{s * v * square(v), -0.5 * y * square(y), -0.5 * y * square(v)};
  }
  static constexpr auto reads_as(const auto& x, const auto& k, const auto& s) { return defined_as(x, k, s); }
};

/// x, with slope 0: a value that the derivative takes for a constant.
struct detached_atom : elementwise {
  static constexpr std::string_view name = "detached", latex = "\\overline{#1}", on_arrays = "{detached}({#1})";
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr int ulps = 0;
  static constexpr auto value(const auto& x) { return x; }
  static constexpr auto slope(const auto&, const auto&) { return 0.0; }
  static constexpr auto range_from(regula::range x) { return x; }
};
constexpr auto detached(auto... x) requires arguments<decltype(x)...> { return call<detached_atom>(x...); }

using basic_atoms = type_list<sign_atom, abs_atom, square_atom, inverse_atom, safe_inverse_atom, sqrt_atom,
                              inverse_sqrt_atom, safe_inverse_sqrt_atom, nonzero_atom, greater_atom, is_equal_atom,
                              excess_atom, over_root_atom, detached_atom>;

}  // namespace regula
