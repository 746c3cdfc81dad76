// error: axes are numbered from 0 to 5
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(abs(difference<1>(W))));
#else
  const auto p = regula::penalty(sum(abs(difference<6>(W))));
#endif
  return p(w);
}
