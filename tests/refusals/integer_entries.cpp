// error: the entries of a tensor are float, double, Eigen::half or Eigen::bfloat16: cast others first, as in w.cast<double>().eval()
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXi& w) {
#ifdef TWIN
  return p(w.cast<double>().eval());
#else
  return p(w);
#endif
}
