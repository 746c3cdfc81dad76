// error: penalties combine as p + q, p - q, c * p and p / c, c a number or a coefficient: anything else is made of formulas, as in penalty(p.formula() * q.formula())
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

constexpr auto p = regula::penalty(coef<"l1">(0.1) * sum(abs(W)));

#ifdef TWIN
constexpr auto made = regula::penalty(p.formula() + 1.0);
#else
constexpr auto made = p + 1.0;
#endif
