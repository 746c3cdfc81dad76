// error: the buffer for a derivative has another fixed size than its tensor
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::Matrix4f& w, Eigen::Matrix4f& four, Eigen::Matrix3f& three) {
#ifdef TWIN
  p.gradient(w, four);
#else
  p.gradient(w, three);
#endif
}
