// SPDX-License-Identifier: MIT
/// A group of sweeps in parts that may run at once. What they are depends on shapes alone: so do the sums.
#pragma once
#include <dsl/walk/axes.hpp>

namespace regula::dsl {

/// Entries of a part, if there are enough of them, and the most parts of a group.
inline constexpr std::ptrdiff_t entries_in_part = std::ptrdiff_t{1} << 16, most_group_parts = 64;

/// Units of `unit` places along the panels' axis, at each place of the outer axes; without panels those of one axis.
struct group_parts {
  std::ptrdiff_t unit = 1, length = 1, at_a_place = 1, units = 1, each = 1, count = 1;
  int cut = -1;        // without panels: the axis, the slowest in memory; -1: panels, or one part
  bool empty = false;  // there are panels, of nothing

  group_parts() = default;
  /// one_sweep: nothing else of the group reads what it writes.
  group_parts(const panel_axes& a, std::ptrdiff_t panel, bool one_sweep) : unit(panel) {
    length = a.panel < 0 ? 1 : a.extents[a.panel];
    std::ptrdiff_t entries = 1;
    for (int k = 0; k < max_axes; ++k) {
      entries *= a.extents[k];
      bool outside = k == a.panel;
      for (int i = 0; i < a.outer_count; ++i) outside = outside || a.outer[i] == k;
      if (a.extents[k] == 0 && !outside) empty = true;
    }
    if (a.panel < 0 && a.outer_count == 0 && one_sweep && !empty) {
      cut = a.inner_count > 0 ? a.inner[a.inner_count - 1] : a.beside;
      if (cut >= 0) length = a.extents[cut];
      unit = 1;
    }
    at_a_place = (length + unit - 1) / unit;
    units = at_a_place;
    for (int i = 0; i < a.outer_count; ++i) units *= a.extents[a.outer[i]];
    const auto wanted = std::clamp<std::ptrdiff_t>(entries / entries_in_part, 1, most_group_parts);
    each = std::max<std::ptrdiff_t>((units + wanted - 1) / wanted, 1);
    count = (units + each - 1) / each;
    if (cut >= 0 && count < 2) cut = -1, length = at_a_place = units = each = count = 1;
  }
  /// The outer axes of a unit; returns which unit it is there.
  std::ptrdiff_t place(const panel_axes& a, std::ptrdiff_t i, position& at) const {
    const auto there = i % at_a_place;
    i /= at_a_place;
    for (int k = 0; k < a.outer_count; ++k) {
      at[a.outer[k]] = i % a.extents[a.outer[k]];
      i /= a.extents[a.outer[k]];
    }
    return there;
  }
};

}  // namespace regula::dsl
