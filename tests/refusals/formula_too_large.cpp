// error: this formula is too large
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

/// 2^Times x, written out.
template <int Times> constexpr auto doubled(regula::expression auto x) {
  if constexpr (Times == 0)
    return x;
  else
    return doubled<Times - 1>(x + x);
}

double refused(const Eigen::MatrixXf& w) {
#ifdef TWIN
  const auto p = regula::penalty(sum(doubled<3>(W)));
#else
  const auto p = regula::penalty(sum(doubled<11>(W)));
#endif
  return p(w);
}
