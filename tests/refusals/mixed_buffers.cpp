// error: the buffers for derivatives have one entry type: that of their tensors, or float all of them
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using narrow = Eigen::VectorX<Eigen::bfloat16>;

inline constexpr auto p = regula::penalty(sum(square(W - W0)));

void refused(const narrow& w, const narrow& w0, narrow& g, narrow& g0, Eigen::VectorXf& f) {
#ifdef TWIN
  p.gradient(W = wrt(w, g), W0 = wrt(w0, g0));
  (void)f;
#else
  p.gradient(W = wrt(w, f), W0 = wrt(w0, g0));
  (void)g;
#endif
}
