// SPDX-License-Identifier: MIT
/// Norms of the singular values. Each is decomposed once for its value and its slope. NaN or infinite entries and a
/// decomposition that does not converge are a domain_error that names the atom.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/atoms/spectral_words.hpp>
#include <dsl/matrix/decompositions.hpp>

namespace regula {
namespace dsl {

/// The singular triplets of x; Name is the atom's that asks for them.
template <fixed_string Name> struct triplets_atom : matrix_operation {
  static constexpr std::string_view name = "svd", latex = "\\operatorname{svd}\\left({#1}\\right)", on_arrays = "{#1}";
  static constexpr bool packed = true;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  static std::ptrdiff_t room(std::ptrdiff_t rows, std::ptrdiff_t cols) { return triplets_size(rows, cols); }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    singular_values<S>(out.data, x[0], Name.text, workspace);
  }
};

/// sum sigma^p of triplets, p = P / Q; P = 0: the largest sigma.
template <int P, int Q> struct sigma_sum_atom : matrix_operation {
  static constexpr std::string_view name = "sigma_sum", latex = "\\sum_i \\sigma_i\\left({#1}\\right)";
  static constexpr std::string_view kinks_where = P == 0      ? "largest singular values that tie"
                                                  : P < 2 * Q ? "a singular value of 0"
                                                              : "";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto shape_of(auto&, const shape*, std::uint64_t) { return shape{}; }
  template <class S> static double compute(const auto* x, std::uint64_t, auto&) {
    const singular_triplets<const S> t{x[0].data, x[0].rows, x[0].cols};
    if (t.k() == 0) return 0.0;
    if constexpr (P == 0) return static_cast<double>(t.sigma()[0]);
    double sum = 0.0;
    for (auto i = t.k(); i-- > 0;)
      sum += P == Q ? static_cast<double>(t.sigma()[i])
                    : std::pow(static_cast<double>(t.sigma()[i]), static_cast<double>(P) / static_cast<double>(Q));
    return sum;
  }
};

/// U sigma^p V' over the sigma that are not 0, p = P / Q; Leading: u v' averaged over the largest sigma.
template <int P, int Q, bool Leading> struct sigma_map_atom : matrix_operation {
  static constexpr std::string_view name = Leading ? "leading_factor" : P == 0 ? "polar_factor" : "sigma_map";
  static constexpr std::string_view latex = Leading  ? "u_1 v_1^{\\top}"
                                            : P == 0 ? "U V^{\\top}"
                                                     : "U \\Sigma V^{\\top}\\left({#1}\\right)";
  static std::string spelling(std::uint64_t) {
    if (Leading || P == 0) return std::string{name};
    return "sigma_map<" + std::to_string(P) + (Q == 1 ? "" : ", " + std::to_string(Q)) + ">";
  }
  static std::string on_arrays_for(std::uint64_t) {
    if (Leading) return "{leading_factor}({#1})";
    return "{sigma_map}({#1}, " + std::to_string(P) + " / " + std::to_string(Q) + ")";
  }
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    const auto m = x[0].rows, n = x[0].cols;
    if constexpr (Leading)
      leading_factor<S>(out, x[0].data, m, n, workspace);
    else if constexpr (P == 0)
      polar_factor<S>(out, x[0].data, m, n, workspace);
    else
      spectral_map<S>(
          out, x[0].data, m, n,
          [](S sigma) {
            return static_cast<S>(
                std::pow(static_cast<double>(sigma), static_cast<double>(P) / static_cast<double>(Q)));
          },
          workspace);
  }
};

/// Of a norm of matrices: |x| of a number x, and |s| times the norm of x for s x.
template <class Norm> constexpr auto simpler_norm(const auto& x) {
  if (x.has_one_entry()) return abs(x);
  if (x.is_scaled()) return abs(x.scale()) * call<Norm>(x.unscaled());
  return unchanged(x);
}

/// Base of reductions of a whole matrix through its singular values.
struct of_singular_values : reduction {
  static constexpr auto range = regula::range::nonnegative;
  static constexpr bool by_axes = false;
  static constexpr auto shape_of(auto& extents, const shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return shape{};
  }
};

}  // namespace dsl

/// The sum of the singular values. Convex. Slope U V' over those that are not 0: the subgradient of least norm, 0 for a
/// matrix of zeros.   [Fazel, Hindi, Boyd 2001]
struct nuclear_norm_atom : dsl::of_singular_values {
  static constexpr std::string_view name = "nuclear_norm", latex = "\\left\\lVert {#1} \\right\\rVert_{*}",
                                    on_arrays = "{sum}({singular_values}({#1}))";
  static constexpr auto bends = curvature::convex;
  using triplets = dsl::triplets_atom<"nuclear_norm">;
  using total = dsl::sigma_sum_atom<1, 1>;
  using polar = dsl::sigma_map_atom<0, 1, false>;
  using uses = type_list<triplets, total, polar>;
  static constexpr auto defined_as(const auto& x) { return call<total>(call<triplets>(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return call<polar>(call<triplets>(x)); }
  static constexpr auto simplified(const auto& x) { return dsl::simpler_norm<nuclear_norm_atom>(x); }
};
constexpr auto nuclear_norm(argument auto x) { return call<nuclear_norm_atom>(x); }

/// The largest singular value. Convex. Slope u v'; singular values that tie share equally; 0 for a matrix of zeros.
struct spectral_norm_atom : dsl::of_singular_values {
  static constexpr std::string_view name = "spectral_norm", latex = "\\left\\lVert {#1} \\right\\rVert_{2}",
                                    on_arrays = "{amax}({singular_values}({#1}))";
  static constexpr auto bends = curvature::convex;
  using triplets = dsl::triplets_atom<"spectral_norm">;
  using largest = dsl::sigma_sum_atom<0, 1>;
  using leading = dsl::sigma_map_atom<0, 1, true>;
  using uses = type_list<triplets, largest, leading>;
  static constexpr auto defined_as(const auto& x) { return call<largest>(call<triplets>(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return call<leading>(call<triplets>(x)); }
  static constexpr auto simplified(const auto& x) { return dsl::simpler_norm<spectral_norm_atom>(x); }
};
constexpr auto spectral_norm(argument auto x) { return call<spectral_norm_atom>(x); }

/// sum sigma^p of the singular values, p = P / Q > 0. Slope p U sigma^(p - 1) V' over those that are not 0; for p < 1 that
/// declares 0 where it is infinite.
template <int P, int Q> struct singular_powers_atom : dsl::of_singular_values {
  static constexpr std::string_view name = "singular_powers", latex = "\\sum_i \\sigma_i^{#p}\\left({#1}\\right)";
  static constexpr auto bends = P >= Q ? curvature::convex : curvature::neither;
  using triplets = dsl::triplets_atom<"singular_powers">;
  using total = dsl::sigma_sum_atom<P, Q>;
  using map = dsl::sigma_map_atom<P - Q, Q, false>;
  using uses = type_list<triplets, total, map>;
  static std::string exponent(const char* between) {
    return std::to_string(P) + (Q == 1 ? "" : between + std::to_string(Q));
  }
  static std::string spelling(std::uint64_t) { return "singular_powers<" + exponent(", ") + ">"; }
  static constexpr std::string_view words[] = {"singular_powers", "schatten"};
  static constexpr auto read(auto word, const auto& s) { return dsl::read_singular_powers(word, s, {P, Q}); }
  static std::string latex_for(std::uint64_t) { return "\\sum_i \\sigma_i^{" + exponent("/") + "}\\left({#1}\\right)"; }
  static std::string on_arrays_for(std::uint64_t) {
    return "{sum}({singular_values}({#1}) ** " + (Q == 1 ? exponent("") : "(" + exponent(" / ") + ")") + ")";
  }
  static constexpr auto defined_as(const auto& x) { return call<total>(call<triplets>(x)); }
  static constexpr auto slope(const auto& x, const auto&) {
    return (static_cast<double>(P) / static_cast<double>(Q)) * call<map>(call<triplets>(x));
  }
  static constexpr auto simplified(const auto& x) {
    constexpr dsl::rational p{P, Q};
    if (x.has_one_entry()) return abs(x).power(p);
    if (x.is_scaled()) return abs(x.scale()).power(p) * call<singular_powers_atom>(x.unscaled());
    return unchanged(x);
  }
};
template <int P, int Q = 1> constexpr auto singular_powers(argument auto x) {
  static_assert(P > 0 && Q > 0, "singular_powers<P, Q>(x) sums sigma to the power P / Q: it must be positive");
  constexpr auto r = dsl::rational::reduced(P, Q > 0 ? Q : 1);
  return call<singular_powers_atom<r.p, r.q>>(x);
}
/// (sum sigma^p)^(1/p), the Schatten norm: p = 1 is the nuclear, p = 2 the Frobenius norm. Convex for p >= 1.
template <int P, int Q = 1> constexpr auto schatten(argument auto x) { return pow<Q, P>(singular_powers<P, Q>(x)); }

}  // namespace regula
