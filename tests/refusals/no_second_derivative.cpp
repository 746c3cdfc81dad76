// error: the formula has an atom without a second derivative: only its value and gradient are known
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

void refused(const Eigen::MatrixXf& w, const Eigen::MatrixXf& v, Eigen::MatrixXf& hv) {
#ifdef TWIN
  const auto p = regula::penalty(square(norm2(W)));
#else
  const auto p = regula::penalty(nuclear_norm(W));
#endif
  p.hessian_vector(w, v, hv);
}
