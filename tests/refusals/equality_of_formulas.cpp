// error: a formula is not a number: greater(W, V) is 1 where W > V, else 0, and max(W, V), clamp, positive choose, without std::
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  return regula::penalty(sum(is_equal(W, V)))(W = w, V = v);
#else
  return regula::penalty(sum(W == V))(W = w, V = v);
#endif
}
