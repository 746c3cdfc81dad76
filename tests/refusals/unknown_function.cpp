// error: 'foo'
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(tanh(W)));
#else
  const auto p = regula::penalty(sum(foo(W)));
#endif
  return p(w);
}
