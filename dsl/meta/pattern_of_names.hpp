// SPDX-License-Identifier: MIT
/// Patterns of names: * stands for any letters, ? for one.
#pragma once
#include <string_view>

namespace regula::dsl {

constexpr bool fits(std::string_view pattern, std::string_view name) {
  constexpr auto none = std::string_view::npos;
  std::size_t p = 0, n = 0, star = none, from = 0;
  while (n < name.size()) {
    const char at = p < pattern.size() ? pattern[p] : '\0';
    if (p < pattern.size() && at == '*') {
      star = p++;
      from = n;
    } else if (p < pattern.size() && (at == '?' || at == name[n])) {
      ++p, ++n;
    } else if (star != none) {
      p = star + 1;  // the last star takes one more
      n = ++from;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == none;
}

}  // namespace regula::dsl
