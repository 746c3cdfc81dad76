// error: unknown name `nuclear_norm`:
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>
#include <regula/formula_text.hpp>
#include <regula/penalty.hpp>

#ifdef TWIN
constexpr auto refused = regula::penalty(regula::formula<"nuclear_norm(W)", regula::nuclear_norm_atom>);
#else
constexpr auto refused = regula::penalty(regula::formula<"nuclear_norm(W)">);
#endif
