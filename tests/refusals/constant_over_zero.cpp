// error: constant<P, Q> is P / Q: Q must not be 0
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(regula::constant<1, 2> * sum(W));
#else
  const auto p = regula::penalty(regula::constant<1, 0> * sum(W));
#endif
  return p(w);
}
