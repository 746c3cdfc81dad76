// SPDX-License-Identifier: MIT
/// Patterns of the paths of weights, "<layer>/<weight>", and of activities, "<layer>/activity".
///
///   matches("conv*/kernel", "conv2d_1/kernel")
#pragma once
#include <string_view>

namespace regula::models {

/// Whether the whole path fits: '*' stands for any characters, none and '/' included, '?' for one, others for
/// themselves. Takes pattern times path steps at most.
constexpr bool matches(std::string_view pattern, std::string_view path) {
  constexpr auto none = std::string_view::npos;
  std::size_t p = 0, at = 0, star = none, resume = 0;
  while (at < path.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = at;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == path[at])) {
      ++p, ++at;
    } else if (star != none) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == none;
}

}  // namespace regula::models
