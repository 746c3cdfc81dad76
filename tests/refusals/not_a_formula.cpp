// error: a penalty is made of a formula, as in penalty(0.01 * sum(abs(W)))
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(3.0 * sum(W));
#else
  const auto p = regula::penalty(3.0);
#endif
  return p(w);
}
