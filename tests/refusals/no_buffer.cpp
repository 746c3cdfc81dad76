// error: no buffer for a derivative: pass one after the tensor, as in p.gradient(w, g), or bind W = wrt(w, g)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

double refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
#ifdef TWIN
  return p.value_and_gradient(w, g);
#else
  return p.value_and_gradient(w);
#endif
}
