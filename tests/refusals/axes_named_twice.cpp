// error: the axes are named once: axes<0, 1>(W) names several
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(norm2(axes<0, 1>(W))));
#else
  const auto p = regula::penalty(sum(norm2(rowwise(colwise(W)))));
#endif
  return p(w);
}
