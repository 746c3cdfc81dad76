// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/data/array.hpp>
#include <span>

namespace regula::data {

array array::as_doubles() const {
  array a{shape, {}};
  std::visit([&](const auto& e) { a.entries = std::vector<double>(e.begin(), e.end()); }, entries);
  return a;
}

int array::tensor_axes() const {
  constexpr std::size_t most = std::extent_v<decltype(tensor_view<float>::extents)>;
  if (shape.size() > most)
    throw shape_error("an array of " + std::to_string(shape.size()) + " axes is no tensor of a formula: at most " +
                      std::to_string(most));
  return static_cast<int>(shape.size());
}

std::size_t entry_count(const extents& shape, std::size_t most, const std::string& where) {
  if (shape.size() > 32) throw file_error(where + ": " + std::to_string(shape.size()) + " axes; at most 32 are read");
  const bool empty = std::find(shape.begin(), shape.end(), 0) != shape.end();
  std::size_t count = empty ? 0 : 1;
  for (const auto n : shape) {
    if (n < 0) throw file_error(where + ": an axis of " + std::to_string(n) + " entries");
    if (empty) continue;
    if (static_cast<std::size_t>(n) > most / count)
      throw file_error(where + ": its shape has more entries than the " + std::to_string(most) + " that are there");
    count *= static_cast<std::size_t>(n);
  }
  return count;
}

array from_first_axis_fastest(array a) {
  if (a.shape.size() < 2) return a;
  std::visit(
      [&](auto& e) {
        auto turned = e;
        extents at(a.shape.size(), 0), steps(a.shape.size(), 1);
        for (std::size_t k = 1; k < steps.size(); ++k) steps[k] = steps[k - 1] * a.shape[k - 1];
        std::ptrdiff_t from = 0;
        for (auto& entry : turned) {
          entry = e[static_cast<std::size_t>(from)];
          for (std::size_t k = at.size(); k-- > 0;) {
            from += steps[k];
            if (++at[k] < a.shape[k]) break;
            from -= steps[k] * a.shape[k], at[k] = 0;
          }
        }
        e = std::move(turned);
      },
      a.entries);
  return a;
}

}  // namespace regula::data
