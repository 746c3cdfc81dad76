// error: the arguments name different axes: rowwise, colwise and axes<...> must agree
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v) {
#ifdef TWIN
  const auto p = regula::penalty(sum(norm2(rowwise(W) + rowwise(V))));
#else
  const auto p = regula::penalty(sum(norm2(rowwise(W) + colwise(V))));
#endif
  return p(W = w, V = v);
}
