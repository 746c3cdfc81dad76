// error: no matching function
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  const auto p = regula::penalty(sum(max(W, V)));
#else
  const auto p = regula::penalty(sum(std::max(W, V)));
#endif
  return p(W = w, V = v);
}
