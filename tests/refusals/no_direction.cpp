// error: no direction: p.hessian_vector(w, v, hv), or bind W = wrt(w, v, hv)
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v, Eigen::MatrixXf& hv) {
#ifdef TWIN
  p.hessian_vector(w, v, hv);
#else
  p.hessian_vector(w, hv);
#endif
}
