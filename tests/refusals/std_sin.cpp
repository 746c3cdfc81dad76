// error: a formula is not a number:
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(W * sin(W)));
#else
  const auto p = regula::penalty(sum(W * std::sin(W)));
#endif
  return p(w);
}
