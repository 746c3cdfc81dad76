// SPDX-License-Identifier: MIT
#include <regula/layers/initializer_classes.hpp>

namespace regula::initializers {

fans fans_of(const shape& s) {
  entry_count(s);
  if (s.empty()) return {};
  if (s.size() == 1) return {static_cast<double>(s[0]), static_cast<double>(s[0])};
  double field = 1;
  for (std::size_t k = 0; k + 2 < s.size(); ++k) field *= static_cast<double>(s[k]);
  return {field * static_cast<double>(s[s.size() - 2]), field * static_cast<double>(s.back())};
}

}  // namespace regula::initializers
