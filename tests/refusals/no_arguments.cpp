// error: a penalty is called with tensors, as in p(w) or p(W = w)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return p(w);
#else
  return p();
#endif
}
