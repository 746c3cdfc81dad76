// error: the buffer for a derivative is const: nothing can be written to it
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W)));

void refused(const Eigen::MatrixXf& w, float* g) {
#ifdef TWIN
  p.gradient(w, Eigen::Map<Eigen::MatrixXf>(g, 2, 2));
#else
  p.gradient(w, Eigen::Map<const Eigen::MatrixXf>(g, 2, 2));
#endif
}
