// error: a formula is not a number:
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  if (p(w) != 0.0) return 1.0;
#else
  if (sum(W)) return 1.0;
#endif
  return 0.0;
}
