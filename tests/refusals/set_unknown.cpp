// error: the formula has no coefficient of this name
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(coef<"l1">(0.1) * sum(abs(W)));

double refused(const Eigen::MatrixXf& w) {
  auto q = p;
#ifdef TWIN
  q.set<"l1">(0.02);
  return q(w);
#else
  q.set<"l2">(0.02);
  return q(w);
#endif
}
