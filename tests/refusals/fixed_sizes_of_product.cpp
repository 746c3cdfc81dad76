// error: fixed sizes that the formula has equal, entry by entry or in a product, are different
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::Matrix<float, 3, 4>& w, const Eigen::Matrix<float, 4, 5>& v) {
#ifdef TWIN
  const auto p = regula::penalty(sum(square(matmul(W, V))));
#else
  const auto p = regula::penalty(sum(square(matmul(V, W))));
#endif
  return p(W = w, V = v);
}
