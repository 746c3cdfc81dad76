// error: the formula has no coefficient of this name
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(coef<"l1">(0.1) * sum(abs(W)));

double refused() {
#ifdef TWIN
  return p.coefficient<"l1">();
#else
  return p.coefficient<"l2">();
#endif
}
