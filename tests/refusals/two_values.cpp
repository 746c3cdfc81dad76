// error: coefficient_has_two_values
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

#ifdef TWIN
constexpr auto p = regula::penalty(coef<"l">(0.01) * sum(abs(W)) + coef<"l">(0.01) * sum(square(W)));
#else
constexpr auto p = regula::penalty(coef<"l">(0.01) * sum(abs(W)) + coef<"l">(0.02) * sum(square(W)));
#endif
