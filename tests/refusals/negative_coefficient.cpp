// error: coefficient_is_negative_or_not_finite
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

#ifdef TWIN
constexpr auto p = regula::penalty(coef<"l1">(0.01) * sum(abs(W)));
#else
constexpr auto p = regula::penalty(coef<"l1">(-0.01) * sum(abs(W)));
#endif
