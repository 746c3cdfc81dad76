// error: a formula takes numbers and names: write the tensor's name, as in W, and bind it at the call, as in p(W = w)
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
