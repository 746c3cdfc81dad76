// error: the diagonal of the Hessian is known where entries do not meet their neighbours or matrix products: ask for hessian_vector
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

void refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& h) {
#ifdef TWIN
  const auto p = regula::penalty(sum(square(square(W))));
#else
  const auto p = regula::penalty(sum(square(gram(W))));
#endif
  p.hessian_diagonal(w, h);
}
