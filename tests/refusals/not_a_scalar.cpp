// error: a penalty is a scalar: wrap the formula in sum(...) or mean(...)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
#ifdef TWIN
  const auto p = regula::penalty(0.01 * sum(abs(W)));
#else
  const auto p = regula::penalty(0.01 * abs(W));
#endif
  return p.value_and_gradient(w, g);
}
