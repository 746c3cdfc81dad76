// SPDX-License-Identifier: MIT
/// The part of a plane where a sweep needs no care: every pattern holds, and no offset leaves the tensor.
#pragma once
#include <dsl/walk/axes.hpp>
#include <dsl/walk/sweep_call.hpp>

namespace regula::dsl {

/// Entries `from` to `to` of the lines `first` to `last`.
struct interior {
  std::ptrdiff_t from, to, first, last;

  /// Only places low <= i < high of an axis, whose place in the plane is `at` where it is neither of its two.
  void keep(const panel_axes& axes, const position& at, int axis, std::ptrdiff_t low, std::ptrdiff_t high) {
    if (axis == axes.line) {
      from = std::max(from, low), to = std::min(to, high);
    } else if (axis == axes.beside) {
      first = std::max(first, low), last = std::min(last, high);
    } else if (at[axis] < low || at[axis] >= high) {
      to = from;
    }
  }
};

/// Of the plane through `at`. Empty for a sweep beside a rim, and for one whose entries do not lie side by side in memory;
/// along diagonals nothing is a block.
template <class S> interior interior_of(const live_sweep<S>& s, const panel_axes& axes, const position& at) {
  interior found{0, axes.extents[axes.line], 0, axes.beside < 0 ? 1 : axes.extents[axes.beside]};
  bool any = s.inside != nullptr && !s.on_rim && axes.panel < 0;
  s.for_inputs([&](const auto& x) {
    const auto& m = x.memory;
    if (m.is_pattern) {
      const auto& p = m.mask;
      any = any && p.kind == pattern::slab && !p.outside;
      found.keep(axes, at, p.axis, p.low, p.from_end ? axes.extents[p.axis] - p.high : p.high);
      return;
    }
    any = any && x.rim == nullptr && m.strides[axes.line] == 1;
    for (int k = 0; k < max_axes; ++k)
      if (m.strides[k] != 0) found.keep(axes, at, k, -m.reach[k], axes.extents[k] - m.reach[k]);
  });
  s.for_outputs([&](const auto& x) { any = any && x.rim == nullptr && x.memory.strides[axes.line] == 1; });
  return any ? found : interior{0, 0, 0, 0};
}

}  // namespace regula::dsl
