// error: the names c0, c1, ... belong to the unnamed coefficients
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(coef<"c">(0.01) * sum(abs(W)));
#else
  const auto p = regula::penalty(coef<"c0">(0.01) * sum(abs(W)));
#endif
  return p(w);
}
