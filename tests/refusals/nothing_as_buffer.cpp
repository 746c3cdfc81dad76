// error: not a tensor: pass an Eigen matrix, array, map or block, a std::vector or std::span
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
#ifdef TWIN
  p.gradient(w, g);
#else
  p.gradient(w, nullptr);
#endif
}
