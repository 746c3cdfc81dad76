// error: a formula is formatted by the words names, latex, cpp, tree, text, mathml, content, dot, numpy, keras
// SPDX-License-Identifier: MIT
#include <regula/text.hpp>

using namespace regula::symbols;

std::string refused() {
  const auto p = regula::penalty(sum(abs(W)));
#ifdef TWIN
  return fmt::format("{:latex}", p);
#else
  return fmt::format("{:texx}", p);
#endif
}
