// error: the buffer for a derivative is a temporary, and ends before anyone reads it: pass a matrix that has a name, or a view of one
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;

inline constexpr auto p = regula::penalty(0.1 * sum(square(W - V)));

void refused(const Eigen::VectorXf& w, const Eigen::VectorXf& v, std::vector<float>& g) {
#ifdef TWIN
  p.gradient(W = wrt(w, std::span<float>(g)), V = v);
#else
  p.gradient(W = wrt(w, std::vector<float>(3)), V = v);
#endif
}
