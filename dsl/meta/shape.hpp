// SPDX-License-Identifier: MIT
/// The symbolic shape of a part of a formula: by axis, the name of its extent.
#pragma once
#include <cstdint>

namespace regula::dsl {

/// Nodes, registers, extents and the like are numbered in 16 bits: graphs are template arguments.
constexpr std::int16_t as_index(int i) { return static_cast<std::int16_t>(i); }

inline constexpr int max_axes = 6;
inline constexpr std::int16_t unit_extent = 0;  // the axis has one entry; every other extent is named by a number
inline constexpr unsigned all_axes = (1u << max_axes) - 1;

struct shape {
  std::int16_t axes[max_axes]{};

  constexpr bool operator==(const shape&) const = default;
  /// Bit k: axis k may have more than one entry.
  constexpr unsigned present() const {
    unsigned mask = 0;
    for (int k = 0; k < max_axes; ++k) mask |= axes[k] == unit_extent ? 0u : 1u << k;
    return mask;
  }
  constexpr shape without(unsigned mask) const {
    shape s = *this;
    for (int k = 0; k < max_axes; ++k)
      if ((mask >> k) & 1u) s.axes[k] = unit_extent;
    return s;
  }
  constexpr shape transposed() const {
    shape s = *this;
    s.axes[0] = axes[1];
    s.axes[1] = axes[0];
    return s;
  }
};

constexpr shape matrix_shape(std::int16_t rows, std::int16_t cols) { return {{rows, cols}}; }

/// The shape of a + b, one of which may lack axes that the other has.
constexpr shape broadcast(const shape& a, const shape& b) {
  shape s = a;
  for (int k = 0; k < max_axes; ++k)
    if (s.axes[k] == unit_extent) s.axes[k] = b.axes[k];
  return s;
}

}  // namespace regula::dsl
