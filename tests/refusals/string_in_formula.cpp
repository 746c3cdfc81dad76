// error: a formula
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(coef<"l1">(0.1) * sum(W));
#else
  const auto p = regula::penalty("l1" * sum(W));
#endif
  return p(w);
}
