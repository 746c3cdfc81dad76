// error: this word is in <regula/decompositions.hpp>: include it, and give it as many arguments as it takes
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(nuclear_norm(W))(w);
#else
  return regula::penalty(nuclear_norm(W, 2))(w);
#endif
}
