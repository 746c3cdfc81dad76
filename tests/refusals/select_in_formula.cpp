// error: select is for the value of an atom: in a formula write greater(W, 0.0) * a + greater(0.0, W) * b
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  return regula::penalty(sum(greater(W, 0.0) * W + greater(0.0, W) * V))(W = w, V = v);
#else
  return regula::penalty(sum(select(greater(W, 0.0), W, V)))(W = w, V = v);
#endif
}
