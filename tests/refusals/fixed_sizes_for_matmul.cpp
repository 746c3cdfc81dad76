// error: fixed sizes that the formula has equal, entry by entry or in a product, are different; W * V goes entry by entry, matmul(W, V) is the product of matrices
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::Matrix<float, 2, 3>& w, const Eigen::Matrix<float, 3, 4>& v) {
#ifdef TWIN
  const auto p = regula::penalty(sum(matmul(W, V)));
#else
  const auto p = regula::penalty(sum(W * V));
#endif
  return p(W = w, V = v);
}
