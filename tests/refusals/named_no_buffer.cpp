// error: no buffer for a derivative: pass one after the tensor, as in p.gradient(w, g), or bind W = wrt(w, g)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W - V)));

double refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v, Eigen::MatrixXf& g) {
#ifdef TWIN
  return p.value_and_gradient(W = regula::wrt(w, g), V = v);
#else
  return p.value_and_gradient(W = w, V = v);
#endif
}
