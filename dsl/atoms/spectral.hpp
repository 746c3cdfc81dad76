// SPDX-License-Identifier: MIT
/// The log-determinant and the largest eigenvalue, and the list of all atoms that decompose. NaN or infinite entries, a
/// matrix outside the domain and a decomposition that does not converge are a domain_error that names the atom.
#pragma once
#include <dsl/atoms/singular.hpp>
#include <dsl/atoms/spectral_words.hpp>
#include <dsl/matrix/power_iteration.hpp>

namespace regula {

namespace dsl {
struct log_det_value_atom : matrix_operation {
  static constexpr std::string_view name = "log_det_value", latex = "\\ln \\det {#1.}";
  static constexpr auto shape_of(auto&, const shape*, std::uint64_t) { return shape{}; }
  template <class S> static double compute(const auto* x, std::uint64_t, auto& workspace) {
    return log_determinant<const S>(nullptr, x[0], "log_det", workspace);
  }
};
struct definite_inverse_atom : matrix_operation {
  static constexpr std::string_view name = "definite_inverse", latex = "{#1}^{-1}",
                                    on_arrays = "{inverse_matrix}({#1})";
  static constexpr bool symmetric = true;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    const auto dense = columns(workspace.template take<S>(x[0].rows * x[0].cols), x[0].rows, x[0].cols);
    log_determinant<const S>(dense.data, x[0], "log_det", workspace);
    copy(out, dense);
  }
};
}  // namespace dsl

/// ln det x of a symmetric positive definite matrix, ln x of a number. Concave. Slope x^-1, every entry taken for a
/// variable of its own.
struct log_det_atom : reduction {
  static constexpr std::string_view name = "log_det", latex = "\\ln \\det {#1.}", on_arrays = "{log_det}({#1})";
  static constexpr auto bends = curvature::concave;
  static constexpr bool by_axes = false;
  using uses = type_list<dsl::log_det_value_atom, dsl::definite_inverse_atom>;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    extents.same(x[0].axes[0], x[0].axes[1]);
    return dsl::shape{};
  }
  static constexpr auto defined_as(const auto& x) { return call<dsl::log_det_value_atom>(x); }
  static constexpr auto slope(const auto& x, const auto&) { return call<dsl::definite_inverse_atom>(x); }
  static constexpr auto simplified(const auto& x) { return x.has_one_entry() ? log(x) : unchanged(x); }
};
constexpr auto log_det(argument auto x) { return call<log_det_atom>(x); }

namespace dsl {
/// The dominant eigenvalue of a symmetric x and, behind it, its eigenvector.
template <int Iterations> struct dominant_atom : matrix_operation {
  static constexpr std::string_view name = "dominant", latex = "\\lambda\\left({#1}\\right)";
  static constexpr std::string_view kinks_where = "largest singular values of {#1} that tie";
  static constexpr bool packed = true;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  static std::ptrdiff_t room(std::ptrdiff_t rows, std::ptrdiff_t) { return rows + 1; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    out.data[0] = static_cast<S>(power_iteration<const S>(out.data + 1, x[0], Iterations, "power_norm", workspace));
  }
};
struct dominant_size_atom : matrix_operation {
  static constexpr std::string_view name = "dominant_size", latex = "\\left\\lvert \\lambda \\right\\rvert";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto shape_of(auto&, const shape*, std::uint64_t) { return shape{}; }
  template <class S> static double compute(const auto* x, std::uint64_t, auto&) {
    return std::abs(static_cast<double>(x[0].data[0]));
  }
};
struct dominant_slope_atom : matrix_operation {
  static constexpr std::string_view name = "dominant_slope", latex = "v v^{\\top}";
  static constexpr bool symmetric = true;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto&) {
    const S *const v = x[0].data + 1, sign = x[0].data[0] < S(0) ? S(-1) : S(1);
    for (std::ptrdiff_t j = 0; j < out.cols; ++j)
      for (std::ptrdiff_t i = 0; i < out.rows; ++i) out(i, j) = sign * v[i] * v[j];
  }
};
}  // namespace dsl

/// The largest |eigenvalue| of a symmetric matrix by a fixed number of power iterations from a fixed start; approaches it
/// from below, and is convex only as far as it has arrived. Slope sign(lambda) v v', exact for the eigenvector that was
/// reached.
/// [SRIP: Bansal, Chen, Wang 2018, arXiv:1810.09102]
template <int Iterations> struct power_norm_atom : reduction {
  static constexpr std::string_view name = "power_norm", latex = "\\sigma\\left({#1}\\right)";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr bool by_axes = false;
  using pair = dsl::dominant_atom<Iterations>;
  using uses = type_list<pair, dsl::dominant_size_atom, dsl::dominant_slope_atom>;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t bits) {
    return log_det_atom::shape_of(extents, x, bits);
  }
  static std::string spelling(std::uint64_t) { return "power_norm<" + std::to_string(Iterations) + ">"; }
  static constexpr auto read(auto, const auto& s) { return dsl::read_power_norm(s, Iterations); }
  static std::string on_arrays_for(std::uint64_t) { return "{power_norm}({#1}, " + std::to_string(Iterations) + ")"; }
  static constexpr auto defined_as(const auto& x) { return call<dsl::dominant_size_atom>(call<pair>(x)); }
  static constexpr auto slope(const auto& x, const auto&) { return call<dsl::dominant_slope_atom>(call<pair>(x)); }
  static constexpr auto simplified(const auto& x) { return dsl::simpler_norm<power_norm_atom>(x); }
};
template <int Iterations = 16> constexpr auto power_norm(argument auto x) {
  static_assert(Iterations > 0, "power_norm<Iterations>(x) takes at least one iteration");
  return call<power_norm_atom<Iterations>>(x);
}

/// Behind a door of their own, so not in library_atoms. Of a template, examples.
using spectral_atoms = type_list<nuclear_norm_atom, spectral_norm_atom, singular_powers_atom<3, 2>,
                                 singular_powers_atom<1, 2>, log_det_atom, power_norm_atom<16>>;

}  // namespace regula
