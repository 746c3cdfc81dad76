// SPDX-License-Identifier: MIT
/// Arrays as files of numbers hold them: a shape, and float or double entries with the last axis fastest.
#pragma once
#include <cstdint>
#include <regula/tensor_access.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace regula::data {

using extents = std::vector<std::ptrdiff_t>;

struct array {
  data::extents shape = {0};
  std::variant<std::vector<double>, std::vector<float>> entries = {};

  bool is_double() const { return entries.index() == 0; }
  std::size_t size() const {
    return std::visit([](const auto& e) { return e.size(); }, entries);
  }
  double at(std::size_t k) const {
    return std::visit([&](const auto& e) { return static_cast<double>(e[k]); }, entries);
  }
  /// Itself with double entries.
  array as_doubles() const;
  /// For a formula; a scalar is a vector of one entry. Throws shape_error for more than 6 axes.
  template <class S> tensor_view<const S> view() const {
    return laid_out<const S>(std::get<std::vector<S>>(entries).data());
  }
  template <class S> tensor_view<S> view() { return laid_out<S>(std::get<std::vector<S>>(entries).data()); }

  bool operator==(const array&) const = default;

private:
  template <class S> tensor_view<S> laid_out(S* first) const {
    tensor_view<S> v{first, 1, {1}, {1}};
    const auto axes = tensor_axes();
    if (axes > 0) v.rank = axes;
    std::ptrdiff_t step = 1;
    for (int k = axes - 1; k >= 0; --k) {
      v.extents[k] = shape[static_cast<std::size_t>(k)], v.strides[k] = step;
      step *= v.extents[k];
    }
    return v;
  }
  int tensor_axes() const;
};

/// Under their names, in the order of the file.
using named_arrays = std::vector<std::pair<std::string, array>>;

/// How many entries a shape has. Throws file_error, which begins with `where`, for negative extents, more than 32 axes and
/// more than `most` entries.
std::size_t entry_count(const extents& shape, std::size_t most, const std::string& where);

/// The array of this shape whose entries came with the first axis fastest.
array from_first_axis_fastest(array a);

}  // namespace regula::data
