// SPDX-License-Identifier: MIT
#include <regula/layers/names.hpp>

namespace regula::layers {

std::string snake_case(const std::string& name) {
  const auto is_upper = [&](std::size_t k) { return k < name.size() && name[k] >= 'A' && name[k] <= 'Z'; };
  const auto is_lower = [&](std::size_t k) { return k < name.size() && name[k] >= 'a' && name[k] <= 'z'; };
  std::string snake;
  for (std::size_t k = 0; k < name.size(); ++k) {
    if (is_upper(k) && k > 0 && (is_lower(k - 1) || is_lower(k + 1))) snake += '_';
    snake += is_upper(k) ? static_cast<char>(name[k] - 'A' + 'a') : name[k];
  }
  return snake;
}

}  // namespace regula::layers
