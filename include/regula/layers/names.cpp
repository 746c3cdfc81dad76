// SPDX-License-Identifier: MIT
#include <regula/layers/names.hpp>

namespace regula::layers {

std::string snake_case(const std::string& name) {
  std::string snake;
  for (std::size_t k = 0; k < name.size(); ++k) {
    const bool upper = name[k] >= 'A' && name[k] <= 'Z';
    const bool starts =
        upper && k > 0 && !(name[k - 1] >= '0' && name[k - 1] <= '9') && !(name[k - 1] >= 'A' && name[k - 1] <= 'Z');
    if (starts) snake += '_';
    snake += upper ? static_cast<char>(name[k] - 'A' + 'a') : name[k];
  }
  return snake;
}

}  // namespace regula::layers
