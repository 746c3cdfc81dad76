// error: an atom is called with as many arguments as its arity says: norm2(W), max(W, V), clamp(W, 0.0, 1.0)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(norm2(W))(w);
#else
  return regula::penalty(norm2(W, 1))(w);
#endif
}
