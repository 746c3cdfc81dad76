// error: a slice begins at 0 or later, has at least one entry, and ends before 16000
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(slice<0, 2, 1>(W)));
#else
  const auto p = regula::penalty(sum(slice<0, 2, 0>(W)));
#endif
  return p(w);
}
