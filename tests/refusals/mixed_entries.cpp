// error: the tensors of a formula have one entry type: all float or all double
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W - V)));

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXd& v) {
#ifdef TWIN
  return p(W = w, V = v.cast<float>().eval());
#else
  return p(W = w, V = v);
#endif
}
