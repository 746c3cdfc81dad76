// error: no_such_coefficient
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

using namespace regula::symbols;
using regula::coef;

inline constexpr auto p = regula::penalty(coef<"l1">(0.1) * sum(abs(W)));

#ifdef TWIN
static_assert(p.get_config().at("l1") == 0.1);
#else
static_assert(p.get_config().at("l2") == 0.1);
#endif
