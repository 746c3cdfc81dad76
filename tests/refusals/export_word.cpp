// error: Python and Content MathML of a compiled formula are those of regula::exported(p), of <regula/export.hpp>
// SPDX-License-Identifier: MIT
#ifdef TWIN
#include <regula/export.hpp>
#else
#include <regula/text.hpp>
#endif

using namespace regula::symbols;

std::string refused() {
  const auto p = regula::penalty(sum(abs(W)));
#ifdef TWIN
  return fmt::format("{:numpy}", regula::exported(p));
#else
  return fmt::format("{:numpy}", p);
#endif
}
