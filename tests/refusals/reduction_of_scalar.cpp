// error: sum, mean, max, norm... reduce a tensor: one of them is given a scalar
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
#ifdef TWIN
  const auto p = regula::penalty(0.5 * norm2(W));
#else
  const auto p = regula::penalty(sum(0.5 * norm2(W)));
#endif
  return p.value_and_gradient(w, g);
}
