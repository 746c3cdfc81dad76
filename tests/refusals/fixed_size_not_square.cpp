// error: fixed sizes that the formula has equal, entry by entry or in a product, are different
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::Matrix<float, 3, 4>& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(square(gram(W))));
#else
  const auto p = regula::penalty(sum(square(W + transpose(W))));
#endif
  return p(w);
}
