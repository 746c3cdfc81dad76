// error: the buffer for a derivative is a temporary, and ends before anyone reads it: pass a matrix that has a name, or a view of one
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
#ifdef TWIN
  p.gradient(w, Eigen::Map<Eigen::MatrixXf>(g.data(), 3, 3));
#else
  p.gradient(w, Eigen::MatrixXf(3, 3));
#endif
}
