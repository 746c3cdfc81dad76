// error: power_norm<Iterations>(x) takes at least one iteration
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(power_norm<1>(gram(W)))(w);
#else
  return regula::penalty(power_norm<0>(gram(W)))(w);
#endif
}
