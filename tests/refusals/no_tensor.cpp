// error: a penalty needs a tensor: this formula has only numbers
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(coef<"l1">(0.01) * sum(W) + 1.0);
#else
  const auto p = regula::penalty(coef<"l1">(0.01) + 1.0);
#endif
  return p(w);
}
