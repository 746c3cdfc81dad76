// error: this word is in <regula/decompositions.hpp>: include it, and give it as many arguments as it takes
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

auto refused() {
#ifdef TWIN
  return regula::penalty(nuclear_norm(W));
#else
  return regula::penalty(nuclear_norm(W, 2));
#endif
}
