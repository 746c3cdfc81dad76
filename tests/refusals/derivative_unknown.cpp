// error: the formula has no tensor of this name
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(coef<"l1">(0.1) * sum(abs(W)));

auto refused() {
#ifdef TWIN
  return p.gradient_formula(W);
#else
  return p.gradient_formula(V);
#endif
}
