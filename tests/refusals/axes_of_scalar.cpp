// error: sum, mean, max, norm... reduce a tensor: one of them is given a scalar
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(norm2(rowwise(W))));
#else
  const auto p = regula::penalty(sum(rowwise(norm2(W))));
#endif
  return p(w);
}
