// SPDX-License-Identifier: MIT
/// Numbers as C99 writes them.
#pragma once
#include <charconv>
#include <cmath>
#include <string>

namespace regula::dsl {

/// The fewest digits that read back as the same S; infinities and NaN by the names of math.h.
template <class S> std::string c_literal(double number) {
  const auto x = static_cast<S>(number);
  if (x != x) return "NAN";
  if (std::isinf(x)) return x < 0 ? "(-INFINITY)" : "INFINITY";
  char text[64];
  std::string s{text, std::to_chars(text, text + sizeof text, x).ptr};
  if (s.find_first_of(".e") == std::string::npos) s += ".0";
  if (sizeof(S) == sizeof(float)) s += 'f';
  return x < 0 || std::signbit(x) ? "(" + s + ")" : s;
}
inline std::string c_literal(double number, bool doubles) {
  return doubles ? c_literal<double>(number) : c_literal<float>(number);
}

}  // namespace regula::dsl
