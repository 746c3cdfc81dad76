// SPDX-License-Identifier: MIT
/// The lines along the width that a convolution goes over, for the library's own sources.
#pragma once
#include <algorithm>
#include <regula/layers/im2col.hpp>

namespace regula::layers {

/// Lines of outputs along the width: of one sample after the other.
inline std::ptrdiff_t line_count(const window_axes& axes, std::ptrdiff_t batch) {
  return batch * axes[0].out * axes[1].out;
}

/// f(tap, in) for the first tap of each line of taps that holds inputs: the line of outputs reads the line of inputs `in`.
template <class F> void for_each_tap_line(const window_axes& axes, std::ptrdiff_t line, F f) {
  const auto& [d, h, w] = axes;
  const auto image = line / h.out / d.out;
  for (std::ptrdiff_t tz = 0; tz < d.window; ++tz)
    for (std::ptrdiff_t ty = 0; ty < h.window; ++ty) {
      const auto z = d.at(line / h.out % d.out, tz), y = h.at(line % h.out, ty);
      if (d.holds(z) && h.holds(y)) f((tz * h.window + ty) * w.window, (image * d.in + z) * h.in + y);
    }
}

/// Outputs [first, last) along the width, for which a tap holds an input.
struct held_outputs {
  std::ptrdiff_t first, last;
};
inline held_outputs outputs_of_tap(const window_axis& w, std::ptrdiff_t tap) {
  const auto shift = -w.at(0, tap);
  return {shift > 0 ? (shift - 1) / w.stride + 1 : 0,
          std::min(w.out, w.in + shift > 0 ? (w.in + shift - 1) / w.stride + 1 : 0)};
}

/// f(tap, in, out, count) for each tap and line of outputs: outputs out + i read inputs in + i * stride, none outside.
template <class F> void for_each_line(const window_axes& axes, std::ptrdiff_t batch, F f) {
  const auto& w = axes[2];
  for (std::ptrdiff_t line = 0; line < line_count(axes, batch); ++line)
    for_each_tap_line(axes, line, [&](std::ptrdiff_t first_tap, std::ptrdiff_t in) {
      for (std::ptrdiff_t t = 0; t < w.window; ++t)
        if (const auto o = outputs_of_tap(w, t); o.first < o.last)
          f(first_tap + t, in * w.in + w.at(o.first, t), line * w.out + o.first, o.last - o.first);
    });
}

}  // namespace regula::layers
