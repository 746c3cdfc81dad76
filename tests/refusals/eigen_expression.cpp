// error: an Eigen expression has no storage: evaluate it first, as in p((2 * w).eval())
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return p((2.0f * w).eval());
#else
  return p(2.0f * w);
#endif
}
