// error: this is no formula: write a tensor's name, as in sum(abs(W)), and pass the tensor to the penalty, p(w)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(sum(abs(W)))(w);
#else
  return regula::penalty(sum(abs(w)))(w);
#endif
}
