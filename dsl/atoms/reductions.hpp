// SPDX-License-Identifier: MIT
/// Reductions of a whole tensor to a scalar. Of an empty tensor: sum and norms 0, mean NaN, max -inf, min +inf.
#pragma once
#include <dsl/atoms/piecewise.hpp>
#include <dsl/atoms/transcendental.hpp>

namespace regula {

/// How a primitive reduction gathers entries.
enum class gather { none, total, highest, lowest };

/// Sum of all entries, accumulated in double.
struct sum_atom : reduction {
  static constexpr std::string_view name = "sum", latex = "\\sum {#1*}";
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr auto gathers = gather::total;
  static constexpr auto slope(const auto&, const auto&) { return 1.0; }
};
constexpr auto sum(auto... x) requires arguments<decltype(x)...> { return call<sum_atom>(x...); }

/// The greatest entry; entries that tie share the slope equally.
struct highest_atom : reduction {
  static constexpr std::string_view name = "max", latex = "\\max\\left({#1}\\right)";
  static constexpr std::string_view kinks_where = "largest entries of {#1} that tie";
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static constexpr auto gathers = gather::highest;
  static constexpr auto slope(const auto& x, const auto& y) {
    const auto best = is_equal(x, y);
    return best / sum(best);
  }
  /// Of no entries it is -inf.
  static constexpr auto range_from(regula::range x) { return x == regula::range::nonpositive ? x : regula::range::any; }
};
constexpr auto max(auto... x) requires arguments<decltype(x)...> { return call<highest_atom>(x...); }

/// The smallest entry; entries that tie share the slope equally.
struct lowest_atom : reduction {
  static constexpr std::string_view name = "min", latex = "\\min\\left({#1}\\right)";
  static constexpr std::string_view kinks_where = "smallest entries of {#1} that tie";
  static constexpr auto bends = curvature::concave;
  static constexpr auto runs = trend::increasing;
  static constexpr auto gathers = gather::lowest;
  static constexpr auto slope(const auto& x, const auto& y) {
    const auto best = is_equal(x, y);
    return best / sum(best);
  }
  /// Of no entries it is inf.
  static constexpr auto range_from(regula::range x) { return x == regula::range::nonnegative ? x : regula::range::any; }
};
constexpr auto min(auto... x) requires arguments<decltype(x)...> { return call<lowest_atom>(x...); }

/// The number of entries; size(rowwise(x)): of entries in each row.
struct size_atom : reduction {
  static constexpr std::string_view name = "size", latex = "\\left\\lvert {#1} \\right\\rvert_{\\#}";
  static constexpr auto bends = curvature::affine;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto shape_of(auto&, const dsl::shape*, std::uint64_t) { return dsl::shape{}; }
  static constexpr auto defined_as(const auto& x) { return x.count(); }
};
constexpr auto size(auto... x) requires arguments<decltype(x)...> { return call<size_atom>(x...); }

/// Sum / size.
struct mean_atom : reduction {
  static constexpr std::string_view name = "mean", latex = "\\operatorname{mean}\\left({#1}\\right)";
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr auto defined_as(const auto& x) { return sum(x) / size(x); }
};
constexpr auto mean(auto... x) requires arguments<decltype(x)...> { return call<mean_atom>(x...); }

/// Mean squared distance from the mean (divided by the size, not size - 1).
struct variance_atom : reduction {
  static constexpr std::string_view name = "variance", latex = "\\operatorname{var}\\left({#1}\\right)";
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto defined_as(const auto& x) { return mean(square(x - mean(x))); }
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * (x - mean(x)) / size(x); }
};
constexpr auto variance(auto... x) requires arguments<decltype(x)...> { return call<variance_atom>(x...); }

/// sum(abs(x)).
struct norm1_atom : reduction {
  static constexpr std::string_view name = "norm1", latex = "\\left\\lVert {#1} \\right\\rVert_{1}";
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto defined_as(const auto& x) { return sum(abs(x)); }
};
constexpr auto norm1(auto... x) requires arguments<decltype(x)...> { return call<norm1_atom>(x...); }

/// sqrt(sum(square(x))), also where a square overflows or underflows. Slope x / y, and 0 for a tensor of zeros.
struct norm2_atom : reduction {
  static constexpr std::string_view name = "norm2", latex = "\\left\\lVert {#1} \\right\\rVert_{2}";
  static constexpr std::string_view kinks_where = "its value 0";
  static constexpr std::string_view words[] = {"norm2", "norm", "frobenius_norm"};
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto defined_as(const auto& x) { return sqrt(sum(square(x))); }
  static constexpr auto slope(const auto& x, const auto& y) { return x * safe_inverse(y); }
  static constexpr auto simplified(const auto& x) {
    if (x.is_scaled()) return abs(x.scale()) * norm2(x.unscaled());
    return is<abs_atom>(x) ? norm2(inside(x)) : unchanged(x);
  }
};
constexpr auto norm2(auto... x) requires arguments<decltype(x)...> { return call<norm2_atom>(x...); }
constexpr auto norm(auto... x) requires arguments<decltype(x)...> { return call<norm2_atom>(x...); }
constexpr auto frobenius_norm(auto... x) requires arguments<decltype(x)...> { return call<norm2_atom>(x...); }

/// max(abs(x)), 0 of no entries. Slope sign(x), shared equally by the entries that attain it; 0 for a tensor of zeros.
struct norm_inf_atom : reduction {
  static constexpr std::string_view name = "norm_inf", latex = "\\left\\lVert {#1} \\right\\rVert_{\\infty}";
  static constexpr auto bends = curvature::convex;
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto defined_as(const auto& x) { return max(max(abs(x)), 0.0); }
  static constexpr auto slope(const auto& x, const auto& y) {
    const auto best = is_equal(abs(x), y);
    return sign(x) * best / sum(best);
  }
};
constexpr auto norm_inf(auto... x) requires arguments<decltype(x)...> { return call<norm_inf_atom>(x...); }

/// sum(a * b).
struct dot_atom : reduction {
  static constexpr std::string_view name = "dot", latex = "\\left\\langle {#1}, {#2} \\right\\rangle";
  static constexpr int arity = 2;
  static constexpr auto defined_as(const auto& a, const auto& b) { return sum(a * b); }
};
template <class A, class B>
  requires arguments<A, B>
constexpr auto dot(A a, B b) { return call<dot_atom>(a, b); }

/// How many entries are not 0. Its derivative is declared 0, everywhere.
struct count_nonzero_atom : reduction {
  static constexpr std::string_view name = "count_nonzero", latex = "\\left\\lVert {#1} \\right\\rVert_{0}";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto defined_as(const auto& x) { return sum(nonzero(x)); }
};
constexpr auto count_nonzero(auto... x) requires arguments<decltype(x)...> { return call<count_nonzero_atom>(x...); }

/// ln(sum(e^x)), without overflow. -inf for entries that all are, inf where one is. Slope: the entry's share of the sum;
/// of infinities, entries that are the maximum share equally.
struct log_sum_exp_atom : reduction {
  static constexpr std::string_view name = "log_sum_exp", latex = "\\ln \\sum e^{#1}";
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static constexpr auto defined_as(const auto& x) {
    const auto top = detached(max(x));
    return top + log(sum(exp(excess(x, top))));
  }
};
constexpr auto log_sum_exp(auto... x) requires arguments<decltype(x)...> { return call<log_sum_exp_atom>(x...); }

using reduction_atoms = type_list<sum_atom, highest_atom, lowest_atom, size_atom, mean_atom, variance_atom, norm1_atom,
                                  norm2_atom, norm_inf_atom, dot_atom, count_nonzero_atom, log_sum_exp_atom>;

}  // namespace regula
