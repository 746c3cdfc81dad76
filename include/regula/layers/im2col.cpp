// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/im2col.hpp>
#include <type_traits>

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

/// Windows whose entries along the width are one short run: f(images, patches) for each entry of a patch, images null
/// for a zero, g(images, step, patches, depth, count) for `count` windows along
/// a line, `step` entries apart, and their patches, `depth` apart.
template <class I, class P, class F, class G>
void for_each_short_run(const window_axes& axes, const channel_range& of, std::ptrdiff_t first, std::ptrdiff_t count,
                        I* images, P* patches, F f, G g) {
  const auto [d, h, w] = axes;
  const auto run = w.window * of.count, depth = d.window * h.window * run, step = w.stride * of.count;
  for (std::ptrdiff_t i = 0; i < count;) {
    const auto x = (first + i) % w.out, row = (first + i) / w.out;
    const auto y = row % h.out, z = row / h.out % d.out, image = row / h.out / d.out;
    const auto length = std::min(w.out - x, count - i);
    const auto left = -w.at(x, 0);
    const auto begin = std::clamp<std::ptrdiff_t>(left > 0 ? (left - 1) / w.stride + 1 : 0, 0, length);
    const auto room = w.in - w.window + left;
    const auto end = std::clamp<std::ptrdiff_t>(room < 0 ? 0 : room / w.stride + 1, begin, length);
    auto* to = patches + i * depth;
    for (std::ptrdiff_t tz = 0; tz < d.window; ++tz)
      for (std::ptrdiff_t ty = 0; ty < h.window; ++ty, to += run) {
        const auto in_z = d.at(z, tz), in_y = h.at(y, ty);
        const bool inside = d.holds(in_z) && h.holds(in_y);
        const auto line = inside ? ((image * d.in + in_z) * h.in + in_y) * w.in : 0;
        const auto at_edge = [&](std::ptrdiff_t from, std::ptrdiff_t until) {
          for (auto k = from; k < until; ++k)
            for (std::ptrdiff_t j = 0; j < run; ++j) {
              const auto in_x = w.at(x + k, 0) * of.count + j;
              f(inside && in_x >= 0 && in_x < w.in * of.count ? images + line * of.count + in_x : nullptr,
                to + k * depth + j);
            }
        };
        at_edge(0, inside ? begin : length);
        if (!inside) continue;
        if (end > begin)
          g(images + (line + w.at(x + begin, 0)) * of.count, step, to + begin * depth, depth, end - begin);
        at_edge(end, length);
      }
    i += length;
  }
}

/// f(n) with n the run as a constant where it is a usual one.
template <class F> void with_run(std::ptrdiff_t run, F f) {
  if (run == 3) return f(std::integral_constant<std::ptrdiff_t, 3>{});
  if (run == 5) return f(std::integral_constant<std::ptrdiff_t, 5>{});
  f(run);
}

bool has_short_runs(const window_axes& axes, const channel_range& of) {
  return axes[2].dilation == 1 && of.count == of.all && axes[2].window * of.count <= short_run;
}

}  // namespace

void gather(const float* images, const channel_range& of, const window_axes& axes, std::ptrdiff_t first,
            std::ptrdiff_t count, float* patches) {
  const auto one = [](const float* from, float* to) { *to = from ? *from : 0.0F; };
  if (has_short_runs(axes, of))
    return with_run(axes[2].window * of.count, [&](auto run) {
      for_each_short_run(
          axes, of, first, count, images, patches, one,
          [run](const float* from, std::ptrdiff_t step, float* to, std::ptrdiff_t depth, std::ptrdiff_t windows) {
            for (; windows > 0; --windows, from += step, to += depth)
              for (std::ptrdiff_t j = 0; j < run; ++j) to[j] = from[j];
          });
    });
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
  const auto one = [](float* to, const float* from) {
    if (to) *to += *from;
  };
  if (has_short_runs(axes, of))
    return with_run(axes[2].window * of.count, [&](auto run) {
      for_each_short_run(
          axes, of, first, count, images, patches, one,
          [run](float* to, std::ptrdiff_t step, const float* from, std::ptrdiff_t depth, std::ptrdiff_t windows) {
            for (; windows > 0; --windows, to += step, from += depth)
              for (std::ptrdiff_t j = 0; j < run; ++j) to[j] += from[j];
          });
    });
  for_each_run(axes, of, first, count, [&](std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t length) {
    if (from < 0) return;
    if (length > short_run)
      ndarray::flat_map(images + from, length) += ndarray::const_flat_map(patches + to, length);
    else
      for (std::ptrdiff_t i = 0; i < length; ++i) images[from + i] += patches[to + i];
  });
}

}  // namespace regula::layers
