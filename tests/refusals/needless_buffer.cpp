// error: a buffer, but no derivative is asked for: p(w) is the value, p.value_and_gradient(w, g) both
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
#ifdef TWIN
  return p.value_and_gradient(w, g);
#else
  return p(w, g);
#endif
}
