// error: ^ is no power: write square(W), pow<3>(W), or pow<P, Q>(W) for W to the power P / Q
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(sum(square(W)))(w);
#else
  return regula::penalty(sum(W ^ 2))(w);
#endif
}
