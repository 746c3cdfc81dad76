// error: the buffer for a derivative is a temporary, and ends before anyone reads it: pass a matrix that has a name, or a view of one
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::VectorXf& w, const Eigen::VectorXf& v, Eigen::VectorXf& hv) {
#ifdef TWIN
  p.hessian_vector(w, v, hv);
#else
  p.hessian_vector(w, v, std::move(hv));
#endif
}
