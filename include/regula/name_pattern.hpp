// SPDX-License-Identifier: MIT
/// Patterns of names: of tensors in a set, of the paths of weights and activities in a model.
///
///   name_matches("conv*/kernel", "conv2d_1/kernel")
#pragma once
#include <string_view>

namespace regula {

/// Whether the whole name fits: '*' stands for any characters, none and '/' included, '?' for one, others for
/// themselves. Takes pattern times name steps at most.
constexpr bool name_matches(std::string_view pattern, std::string_view name) {
  constexpr auto none = std::string_view::npos;
  std::size_t p = 0, at = 0, star = none, resume = 0;
  while (at < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = at;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[at])) {
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

}  // namespace regula
