// error: a formula is not a number:
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(max(0.5 * W, 2.0 * W)));
#else
  const auto p = regula::penalty(sum(std::max(0.5 * W, 2.0 * W)));
#endif
  return p(w);
}
