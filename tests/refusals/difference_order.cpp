// error: a difference has an order from 1 to 16
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(abs(difference<0, 1>(W))));
#else
  const auto p = regula::penalty(sum(abs(difference<0, 0>(W))));
#endif
  return p(w);
}
