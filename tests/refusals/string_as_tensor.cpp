// error: not a tensor: pass an Eigen matrix, array, map or block, a std::vector or std::span
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return p(w);
#else
  return p("w");
#endif
}
