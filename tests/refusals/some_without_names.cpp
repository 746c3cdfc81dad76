// error: name every tensor, as in p(W = w, V = v), or pass the only one directly
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W - V)));

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  return p(W = w, V = v);
#else
  return p(W = w, v);
#endif
}
