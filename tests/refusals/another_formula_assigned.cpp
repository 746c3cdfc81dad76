// error: a penalty keeps its formula: p.set and p.with_config change coefficients, regula::regularizer holds any
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
  auto p = regula::penalty(coef<"l1">(0.1) * sum(abs(W)));
#ifdef TWIN
  const auto q = regula::penalty(coef<"l1">(0.2) * sum(abs(W)));
#else
  const auto q = regula::penalty(coef<"l2">(0.2) * sum(square(W)));
#endif
  p = q;
  return p(w);
}
