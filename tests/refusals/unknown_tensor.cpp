// error: a binding without its tensor: the formula has no tensor of this name
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  return p(W = w);
#else
  return p(W = w, V = v);
#endif
}
