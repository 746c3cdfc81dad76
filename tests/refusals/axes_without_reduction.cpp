// error: a penalty is made of a formula, as in penalty(0.01 * sum(abs(W)))
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(norm2(rowwise(W) + 1.0)));
#else
  const auto p = regula::penalty(rowwise(W) + 1.0);
#endif
  return p(w);
}
