// SPDX-License-Identifier: MIT
/// The lines of a panel all at once, where pointers that step evenly reach them.
#pragma once
#include <dsl/walk/line_calls.hpp>

namespace regula::dsl {

/// Whether they do for every line of the sweep.
template <class S> bool steps_evenly(const live_sweep<S>& s, const panel_axes& axes) {
  bool even = !s.on_rim;
  const auto in_line = [&](const auto& x) { return x.strides[axes.line] == 1 || axes.extents[axes.line] == 1; };
  s.for_inputs([&](const auto& x) {
    even = even && (x.rim != nullptr || (!x.memory.is_pattern && !x.memory.reaches && in_line(x.memory)));
  });
  s.for_outputs([&](const auto& x) { even = even && in_line(x.memory); });
  return even;
}

template <class S> class even_lines {
public:
  explicit even_lines(line_calls<S>& calls) : calls_(calls) {}

  /// Before the panels at one place of the outer axes.
  void aim(live_sweep<S>& s) const {
    const auto& axes = calls_.axes;
    const int b = axes.beside, p = axes.panel;
    const auto aim_at_memory = [&](auto& x) {
      x.base = calls_.address(x.memory, axes.line, 0);
      x.step = b < 0 ? 0 : x.memory.strides[b];
      x.panel = p < 0 ? 0 : x.memory.strides[p];
    };
    s.for_inputs([&](auto& x) {
      if (x.rim == nullptr) return aim_at_memory(x);
      x.base = x.rim->data;
      x.step = axes.along ? 0 : 1;
      x.panel = 0;
    });
    s.for_outputs(aim_at_memory);
  }
  /// The entries of a panel, at one place of its inner axes.
  void run(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) const {
    const auto& axes = calls_.axes;
    const bool by_panel = !axes.along && axes.panel >= 0;
    const auto length = axes.along ? n : axes.extents[axes.line];
    const auto count = by_panel ? n : axes.beside < 0 ? 1 : calls_.ends[axes.beside] - calls_.begins[axes.beside];
    const auto go = [&](auto& x) { x.at = x.base + first * x.panel + offset_within(x.memory); };
    s.for_inputs(go);
    s.for_outputs(go);
    calls_.run(s, axes.along ? s.along : s.across, length, count, 0);
  }

private:
  template <class T> std::ptrdiff_t offset_within(const operand<T>& x) const {
    const auto& axes = calls_.axes;
    std::ptrdiff_t offset = axes.beside < 0 ? 0 : calls_.begins[axes.beside] * x.strides[axes.beside];
    for (int i = 0; i < axes.inner_count; ++i) offset += calls_.at[axes.inner[i]] * x.strides[axes.inner[i]];
    return offset;
  }
  line_calls<S>& calls_;
};

}  // namespace regula::dsl
