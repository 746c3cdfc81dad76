// error: the buffer for a derivative is a temporary, and ends before anyone reads it: pass a matrix that has a name, or a view of one
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::MatrixXf& w, Eigen::MatrixXf& g) {
#ifdef TWIN
  p.value_and_gradient(w, g.leftCols(3));
#else
  p.value_and_gradient(w, g + g);
#endif
}
