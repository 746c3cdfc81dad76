// error: a formula is not a number:
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(coef<"l1">(0.1) * sum(abs(W)))(w);
#else
  return regula::penalty(coef<"l1">(W) * sum(abs(W)))(w);
#endif
}
