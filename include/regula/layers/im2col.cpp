// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/im2col.hpp>

namespace regula::layers {
namespace {

/// f(from, to, length) for each run of entries that are contiguous in the images and in the row-major patches of the
/// output positions [first, first + count), which are numbered through batch, depth, height and width. from < 0: zeros.
template <class F>
void for_each_run(const window_axes& axes, const channel_range& of, std::ptrdiff_t first, std::ptrdiff_t count, F f) {
  if (count <= 0) return;
  const auto& [d, h, w] = axes;
  const bool whole = w.dilation == 1 && of.count == of.all;
  auto x = first % w.out, y = first / w.out % h.out, z = first / w.out / h.out % d.out;
  auto image = first / w.out / h.out / d.out;
  std::ptrdiff_t to = 0;
  const auto run = [&](std::ptrdiff_t from, std::ptrdiff_t length) {
    if (length > 0) f(from, to, length);
    to += length;
  };
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    for (std::ptrdiff_t tz = 0; tz < d.window; ++tz)
      for (std::ptrdiff_t ty = 0; ty < h.window; ++ty) {
        const auto in_z = d.at(z, tz), in_y = h.at(y, ty);
        if (!d.holds(in_z) || !h.holds(in_y)) {
          run(-1, w.window * of.count);
          continue;
        }
        const auto line = ((image * d.in + in_z) * h.in + in_y) * w.in;
        if (whole) {
          const auto in_x = w.at(x, 0);
          const auto left = std::clamp<std::ptrdiff_t>(-in_x, 0, w.window);
          const auto right = std::clamp(w.in - in_x, left, w.window);
          run(-1, left * of.count);
          run((line + in_x + left) * of.count, (right - left) * of.count);
          run(-1, (w.window - right) * of.count);
        } else {
          for (std::ptrdiff_t tx = 0; tx < w.window; ++tx)
            run(w.holds(w.at(x, tx)) ? (line + w.at(x, tx)) * of.all + of.first : -1, of.count);
        }
      }
    if (++x < w.out) continue;
    x = 0;
    if (++y < h.out) continue;
    y = 0;
    if (++z < d.out) continue;
    z = 0;
    ++image;
  }
}

/// Runs up to this length are cheaper in a plain loop than in a call.
constexpr std::ptrdiff_t short_run = 8;

}  // namespace

void gather(const float* images, const channel_range& of, const window_axes& axes, std::ptrdiff_t first,
            std::ptrdiff_t count, float* patches) {
  for_each_run(axes, of, first, count, [&](std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t length) {
    float* row = patches + to;
    if (from < 0)
      std::fill_n(row, length, 0.0F);
    else if (length > short_run)
      std::copy_n(images + from, length, row);
    else
      for (std::ptrdiff_t i = 0; i < length; ++i) row[i] = images[from + i];
  });
}

void scatter(const float* patches, const channel_range& of, const window_axes& axes, std::ptrdiff_t first,
             std::ptrdiff_t count, float* images) {
  for_each_run(axes, of, first, count, [&](std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t length) {
    if (from < 0) return;
    if (length > short_run)
      ndarray::flat_map(images + from, length) += ndarray::const_flat_map(patches + to, length);
    else
      for (std::ptrdiff_t i = 0; i < length; ++i) images[from + i] += patches[to + i];
  });
}

}  // namespace regula::layers
