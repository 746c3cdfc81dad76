// SPDX-License-Identifier: MIT
/// A formula as written: its nodes, its names, and what its shapes say once all extents have met.
#pragma once
#include <dsl/graph/builder.hpp>
#include <string_view>

namespace regula::dsl {

/// A coefficient's name, or its number where it has none.
struct coefficient_name {
  std::string_view given;
  char automatic[8]{};
  bool free = true;

  constexpr bool named() const { return !given.empty(); }
  constexpr std::string_view view() const {
    if (named()) return given;
    std::size_t length = 0;  // not strlen: g++ 12 warns that these constants have no end
    while (length < sizeof automatic && automatic[length] != 0) ++length;
    return {automatic, length};
  }
};

/// A formula as written: its nodes, the last one the root, and its names. N bounds them all.
template <int N> struct written_formula {
  node nodes[N]{};
  shape table[N]{};          // the shapes that domains name: first those of the tensors
  std::int16_t shapes[N]{};  // by tensor: the first tensor of equal shape
  std::string_view tensors[N]{};
  coefficient_name coefficients[N]{};
  std::int16_t leaf_slots[N]{};  // by coefficient leaf in reading order
  int size = 0, tensor_count = 0, coefficient_count = 0, leaf_count = 0, shape_count = 0;
  problem trouble = problem::none;
  std::uint8_t neighbours[N]{};         // by tensor, bit k: entries meet their neighbours along axis k
  std::uint64_t applied = 0, used = 0;  // bit t: tensor t is a sparse matrix that is applied; is met entry by entry
};

/// The name of a tensor's extent.
constexpr std::int16_t first_extent(int tensor, int axis) {
  return static_cast<std::int16_t>(1 + max_axes * tensor + axis);
}

/// Names the shape of every node by its place in a table that begins with those of the tensors.
template <int N> constexpr void settle_shapes(written_formula<N>& f, const extents& sizes, const shape* shapes) {
  for (int t = 0; t < f.tensor_count; ++t) {
    shape own;
    for (int k = 0; k < max_axes; ++k) own.axes[k] = first_extent(t, k);
    f.table[t] = sizes.rooted(own);
  }
  f.shape_count = f.tensor_count;
  const auto place = [&](const shape& s) {
    int i = 0;
    while (i < f.shape_count && !(f.table[i] == s)) ++i;
    if (i == f.shape_count) f.table[f.shape_count++] = s;
    return static_cast<std::int16_t>(i);
  };
  for (int t = 0; t < f.tensor_count; ++t) f.shapes[t] = place(f.table[t]);
  for (int i = 0; i < f.size; ++i) {
    const auto s = sizes.rooted(shapes[i]);
    for (const auto e : s.axes)
      if (e > max_axes * f.tensor_count) f.trouble = problem::unknown_size;
    f.nodes[i].domain = s == shape{} ? scalar_domain : place(s);
  }
}

/// Finds the axes of the tensors along which entries meet their neighbours.
template <int N>
constexpr void settle_neighbours(written_formula<N>& f, const extents& sizes, const shape* shapes,
                                 const std::uint8_t* neighbours) {
  for (int i = 0; i < f.size; ++i) {
    if (neighbours[i] == 0) continue;
    const shape of = sizes.rooted(shapes[f.nodes[i].operands[0]]);
    if ((of.present() & neighbours[i]) == 0) f.trouble = problem::no_neighbours;
    for (int t = 0; t < f.tensor_count; ++t)
      for (int k = 0; k < max_axes; ++k)
        for (int j = 0; j < max_axes; ++j)
          if ((neighbours[i] >> j & 1) != 0 && of.axes[j] != unit_extent && of.axes[j] == f.table[t].axes[k])
            f.neighbours[t] = static_cast<std::uint8_t>(f.neighbours[t] | 1u << k);
  }
}

}  // namespace regula::dsl
