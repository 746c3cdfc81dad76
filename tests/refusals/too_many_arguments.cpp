// error: too many arguments: pass the tensor, then the buffer for its derivative
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v, Eigen::MatrixXf& g) {
#ifdef TWIN
  return p.value_and_gradient(w, g);
#else
  return p.value_and_gradient(w, v, g, g);
#endif
}
