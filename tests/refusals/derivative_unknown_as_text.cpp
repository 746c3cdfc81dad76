// error: the formula has no tensor of this name
// SPDX-License-Identifier: MIT
#include <regula/text.hpp>

using namespace regula::symbols;

std::string refused() {
  const auto p = regula::penalty(sum(abs(W)));
#ifdef TWIN
  return fmt::format("{}", p.gradient_formula(W));
#else
  return fmt::format("{}", p.gradient_formula(V));
#endif
}
