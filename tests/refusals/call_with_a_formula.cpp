// error: a formula cannot be bound to a name: bind the numbers, as in W = w
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return p(w);
#else
  return p(W);
#endif
}
