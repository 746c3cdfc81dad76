// error: a formula is not a number: greater(W, V) is 1 where W > V, else 0, and max(W, V), clamp, positive choose, without std::
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(sum(greater(W, 0.0)))(w);
#else
  return regula::penalty(sum(W > 0))(w);
#endif
}
