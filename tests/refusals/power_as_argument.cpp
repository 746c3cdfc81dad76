// error: an exponent is part of the formula: write pow<2>(W), or pow<P, Q>(W) for W to the power P / Q
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(sum(pow<2>(W)))(w);
#else
  return regula::penalty(sum(pow(W, 2)))(w);
#endif
}
