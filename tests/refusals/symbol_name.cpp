// error: a tensor's name is a letter or _ followed by letters, digits or _
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(regula::symbol<"dense_kernel">));
#else
  const auto p = regula::penalty(sum(regula::symbol<"dense/kernel">));
#endif
  return p(w);
}
