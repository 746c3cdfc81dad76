// error: this atom takes a whole matrix, not rowwise(x), colwise(x) or axes<...>(x)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(trace(gram(W)));
#else
  const auto p = regula::penalty(trace(rowwise(gram(W))));
#endif
  return p(w);
}
