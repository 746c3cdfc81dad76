// error: one name stands for a tensor and for a coefficient
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(coef<"w">(0.01) * sum(abs(W)));
#else
  const auto p = regula::penalty(coef<"W">(0.01) * sum(abs(W)));
#endif
  return p(w);
}
