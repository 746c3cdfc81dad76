// error: singular_powers<P, Q>(x) sums sigma to the power P / Q: it must be positive
// SPDX-License-Identifier: MIT
#include <regula/decompositions.hpp>

using namespace regula::symbols;

auto refused() {
#ifdef TWIN
  return regula::penalty(singular_powers<1>(W));
#else
  return regula::penalty(singular_powers<0>(W));
#endif
}
