// SPDX-License-Identifier: MIT
/// A string as a template argument: symbol<"W">, coef<"l1">.
#pragma once
#include <cstddef>
#include <string_view>

namespace regula {

template <std::size_t N> struct fixed_string {
  char text[N]{};

  constexpr fixed_string(const char (&characters)[N]) {
    for (std::size_t i = 0; i < N; ++i) text[i] = characters[i];
  }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

namespace dsl {

// Of ASCII, whatever the locale; _ is a letter.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
/// [A-Za-z_][A-Za-z0-9_]*: what a name must look like to be read back from text.
constexpr bool is_identifier(std::string_view name) {
  if (name.empty() || !is_letter(name[0])) return false;
  for (const char c : name)
    if (!is_letter(c) && !is_digit(c)) return false;
  return true;
}

/// c0, c1, ...: the names that unnamed coefficients get.
constexpr bool is_automatic_name(std::string_view name) {
  if (name.size() < 2 || name[0] != 'c') return false;
  for (const char c : name.substr(1))
    if (!is_digit(c)) return false;
  return true;
}

}  // namespace dsl
}  // namespace regula
