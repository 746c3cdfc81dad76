// error: the derivative of this formula is too large to print
// SPDX-License-Identifier: MIT
#include <regula/text.hpp>

using namespace regula::symbols;

/// 2^Times x, written out.
template <int Times> constexpr auto doubled(regula::expression auto x) {
  if constexpr (Times == 0)
    return x;
  else
    return doubled<Times - 1>(x + x);
}

std::string refused() {
#ifdef TWIN
  const auto p = regula::penalty(sum(doubled<3>(W)));
#else
  const auto p = regula::penalty(sum(doubled<11>(W)));
#endif
  return regula::to_string(p.gradient_formula(W));
}
