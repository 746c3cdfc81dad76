// error: a trim takes away from 0 to 16000 entries
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(trim<0, 1>(W)));
#else
  const auto p = regula::penalty(sum(trim<0, -1>(W)));
#endif
  return p(w);
}
