// error: the buffer for a derivative is const: nothing can be written to it
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

using regula::wrt;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W - V)));

void refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v, Eigen::MatrixXf& g) {
#ifdef TWIN
  p.gradient(W = wrt(w, g), V = v);
#else
  p.gradient(W = wrt(w, v), V = v);
#endif
}
