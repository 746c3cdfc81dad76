// error: a tensor without a name: the formula has several, name each, as in p(W = w, V = v)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W - V)));

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  return p(W = w, V = v);
#else
  return p(w, v);
#endif
}
