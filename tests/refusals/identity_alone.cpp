// error: identity takes its size from a matrix beside it, as in gram(W) - identity: here it meets none
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::identity;

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(gram(W) - identity));
#else
  const auto p = regula::penalty(sum(identity));
#endif
  return p(w);
}
