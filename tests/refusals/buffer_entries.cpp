// error: the buffer for a derivative has the entry type of its tensor, or float for half and bfloat16
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g, Eigen::MatrixXd& d) {
#ifdef TWIN
  p.gradient(w, g);
#else
  p.gradient(w, d);
#endif
}
