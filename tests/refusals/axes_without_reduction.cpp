// error: rowwise, colwise, axes and each stand inside a reduction, as in sum(norm2(rowwise(W)))
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(norm2(rowwise(W) + 1.0)));
#else
  const auto p = regula::penalty(rowwise(W) + 1.0);
#endif
  return p(w);
}
