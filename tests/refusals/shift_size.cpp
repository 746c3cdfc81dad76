// error: a shift goes less than 16000 entries far
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  return regula::penalty(sum(abs(shifted<0, -15999>(W))))(w);
#else
  return regula::penalty(sum(abs(shifted<0, -16000>(W))))(w);
#endif
}
