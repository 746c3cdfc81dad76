// SPDX-License-Identifier: MIT
/// Two formulas, of one pass and of three, with plain loops for their values and gradients. Included before Eigen.
#pragma once
#define EIGEN_RUNTIME_NO_MALLOC  // Eigen says when it allocates
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/laws/naive.hpp>

namespace kernel_test {

using namespace regula::symbols;
using naive::real;
using naive::reals;

/// 0.01 sum |w| + 0.02 sum w^2.
inline constexpr auto elastic = regula::penalty(0.01 * sum(abs(W)) + 0.02 * sum(square(W)));
inline real elastic_loop(const reals& w, reals& g) {
  real p = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    p += 0.01 * std::fabs(w[i]) + 0.02 * w[i] * w[i];
    g[i] = (w[i] > 0 ? 0.01 : w[i] < 0 ? -0.01 : 0) + 2 * 0.02 * w[i];
  }
  return p;
}

/// sum (w - mean w)^2 + |w|_2.
inline constexpr auto coupled = regula::penalty(sum(square(W - mean(W))) + norm2(W));
inline real coupled_loop(const reals& w, reals& g) {
  real total = 0, squares = 0, spread = 0;
  for (const real x : w) total += x, squares += x * x;
  const real mean = total / static_cast<real>(w.size()), norm = std::sqrt(squares);
  for (std::size_t i = 0; i < w.size(); ++i) {
    spread += (w[i] - mean) * (w[i] - mean);
    g[i] = 2 * (w[i] - mean) + (norm > 0 ? w[i] / norm : 0);
  }
  return spread + norm;
}

template <class S> using matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
template <class S> using row_major = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class S> using column = Eigen::Matrix<S, Eigen::Dynamic, 1>;

/// What an error of this kind says.
template <class Error, class F> std::string refusal(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what();
  }
  return "not refused";
}

}  // namespace kernel_test
