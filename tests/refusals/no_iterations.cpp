// error: power_norm<Iterations>(x) takes at least one iteration
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

auto refused() {
#ifdef TWIN
  return regula::penalty(power_norm<1>(gram(W)));
#else
  return regula::penalty(power_norm<0>(gram(W)));
#endif
}
