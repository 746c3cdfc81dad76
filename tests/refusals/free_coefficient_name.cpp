// error: a coefficient's name is a letter or _ followed by letters, digits or _
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(regula::free_coef<"l_1">(0.01) * sum(abs(W)));
#else
  const auto p = regula::penalty(regula::free_coef<"l 1">(0.01) * sum(abs(W)));
#endif
  return p(w);
}
