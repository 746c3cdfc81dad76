// error: singular_powers<P, Q>(x) sums sigma to the power P / Q: it must be positive
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(singular_powers<1>(W))(w);
#else
  return regula::penalty(singular_powers<0>(W))(w);
#endif
}
