// error: axes are numbered from 0 to 5
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(norm2(axes<5>(W))));
#else
  const auto p = regula::penalty(sum(norm2(axes<7>(W))));
#endif
  return p(w);
}
