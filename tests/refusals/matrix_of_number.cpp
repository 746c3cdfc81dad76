// error: matmul, gram, transpose, trace... take matrices: one of them is given a number
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(sum(sum(W) * W))(w);
#else
  return regula::penalty(sum(matmul(sum(W), W)))(w);
#endif
}
