// error: a penalty is a scalar: wrap the formula in sum(...) or mean(...)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(norm2(rowwise(W))));
#else
  const auto p = regula::penalty(norm2(rowwise(W)));
#endif
  return p(w);
}
