// error: this word is in <regula/decompositions.hpp>: include it, and give it as many arguments as it takes
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>
#ifdef TWIN
#include <regula/decompositions.hpp>
#endif

using namespace regula::symbols;

auto refused() { return regula::penalty(top_k_sum<3>(abs(W))); }
