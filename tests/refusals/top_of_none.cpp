// error: top_k_sum<K>(x) sums at least one entry
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(top_k_sum<1>(W))(w);
#else
  return regula::penalty(top_k_sum<0>(W))(w);
#endif
}
