// error: fixed sizes that the formula has equal, entry by entry or in a product, are different
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W - V)));

double refused(const Eigen::Matrix4f& w, const Eigen::Matrix4f& four, const Eigen::Matrix3f& three) {
#ifdef TWIN
  return p(W = w, V = four);
#else
  return p(W = w, V = three);
#endif
}
