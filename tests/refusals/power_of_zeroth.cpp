// error: pow<P, Q>(x) is x to the power P / Q: Q must be positive
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(pow<1, 2>(W)));
#else
  const auto p = regula::penalty(sum(pow<1, 0>(W)));
#endif
  return p(w);
}
