// error: a formula is not a number: greater(W, V) is 1 where W > V, else 0, and max(W, V), clamp, positive choose, without std::
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return p(w) < 1.0 ? 1.0 : 0.0;
#else
  return W < 1.0 ? 1.0 : 0.0;
#endif
}
