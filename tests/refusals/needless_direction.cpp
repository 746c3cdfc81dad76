// error: only hessian_vector takes a direction: pass the tensor and the buffer
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v, Eigen::MatrixXf& g) {
#ifdef TWIN
  p.hessian_vector(w, v, g);
#else
  p.gradient(w, v, g);
#endif
}
