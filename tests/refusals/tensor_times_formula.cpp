// error: a formula takes numbers and names: write the tensor's name, as in W, and bind it at the call, as in p(W = w)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  const auto p = regula::penalty(sum(V * W));
  return p(W = w, V = v);
#else
  const auto p = regula::penalty(sum(v * W));
  return p(W = w);
#endif
}
