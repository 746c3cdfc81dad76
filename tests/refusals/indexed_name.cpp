// error: a name has no entries: index the tensor, as in w(0, 0), or keep some, as in block<0, 0, 2, 2>(W)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(sum(block<0, 0, 1, 1>(W)))(w);
#else
  return regula::penalty(W(0, 0))(w);
#endif
}
