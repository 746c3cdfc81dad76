// error: a formula takes numbers, not a bool: write 1.0 or 0.0
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(1.0 * sum(W));
#else
  const auto p = regula::penalty(true * sum(W));
#endif
  return p(w);
}
