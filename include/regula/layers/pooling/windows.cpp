// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/pooling/windows.hpp>

namespace regula::layers {
namespace {

template <class T> using pooled_line = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>>;
template <class T> using pooled_const_line = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;
constexpr std::ptrdiff_t short_row = 8;  // of channels: a plain loop is faster

/// The entries of an axis that the window at one output sees.
struct seen_entries {
  std::ptrdiff_t first, last;
  std::ptrdiff_t count() const { return last - first; }
};

seen_entries seen(const window_axis& a, std::ptrdiff_t o) {
  const auto start = a.at(o, 0);
  return {std::max<std::ptrdiff_t>(start, 0), start + std::min(a.window, a.in - start)};
}

/// f(index of the line, sample, depths, heights) for every line of outputs along the width.
template <class F> void for_each_pooled_line(const pooled_image& of, F f) {
  std::ptrdiff_t line = 0;
  for (std::ptrdiff_t n = 0; n < of.batch; ++n)
    for (std::ptrdiff_t d = 0; d < of.axes[0].out; ++d)
      for (std::ptrdiff_t h = 0; h < of.axes[1].out; ++h) f(line++, n, seen(of.axes[0], d), seen(of.axes[1], h));
}

/// f(offset) for the lines of inputs that such a line sees, in their order.
template <class F>
void for_each_seen_line(const pooled_image& of, std::ptrdiff_t n, seen_entries depths, seen_entries heights, F f) {
  const auto& [d, h, w] = of.axes;
  for (auto i = depths.first; i < depths.last; ++i)
    for (auto j = heights.first; j < heights.last; ++j) f(((n * d.in + i) * h.in + j) * w.in * of.channels);
}

/// Eigen's max() leaves open what becomes of NaN.
using largest_of = Eigen::internal::scalar_max_op<float, float, Eigen::PropagateNaN>;
float larger(float a, float b) { return a > b || a != a ? a : b; }

/// y = the mean of each window: sums of type T along depth and height, whole lines at once, then along the width.
template <class T> void mean_lines(const pooled_image& of, const float* x, float* y) {
  const auto& w = of.axes[2];
  const auto length = w.in * of.channels;
  Eigen::Array<T, Eigen::Dynamic, 1> line(length), row(of.channels);
  for_each_pooled_line(of, [&](std::ptrdiff_t index, std::ptrdiff_t n, seen_entries depths, seen_entries heights) {
    line.setZero();
    for_each_seen_line(of, n, depths, heights,
                       [&](std::ptrdiff_t at) { line += pooled_const_line<float>(x + at, length).template cast<T>(); });
    for (std::ptrdiff_t o = 0; o < w.out; ++o) {
      const auto taps = seen(w, o);
      const auto count = static_cast<T>(depths.count() * heights.count() * taps.count());
      auto* to = y + (index * w.out + o) * of.channels;
      if (of.channels < short_row) {
        for (std::ptrdiff_t c = 0; c < of.channels; ++c) {
          T sum = 0;
          for (auto t = taps.first; t < taps.last; ++t) sum += line[t * of.channels + c];
          to[c] = static_cast<float>(sum / count);
        }
      } else {
        row = line.segment(taps.first * of.channels, of.channels);
        for (auto t = taps.first + 1; t < taps.last; ++t) row += line.segment(t * of.channels, of.channels);
        pooled_line<float>(to, of.channels) = (row / count).template cast<float>();
      }
    }
  });
}

}  // namespace

void pool_max(const pooled_image& of, const float* x, float* y) {
  const auto& w = of.axes[2];
  const auto length = w.in * of.channels;
  Eigen::ArrayXf buffer(length);
  for_each_pooled_line(of, [&](std::ptrdiff_t index, std::ptrdiff_t n, seen_entries depths, seen_entries heights) {
    const float* line = nullptr;
    for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t at) {
      if (line)
        buffer =
            pooled_const_line<float>(line, length).binaryExpr(pooled_const_line<float>(x + at, length), largest_of{});
      line = line ? buffer.data() : x + at;
    });
    for (std::ptrdiff_t o = 0; o < w.out; ++o) {
      const auto taps = seen(w, o);
      auto* to = y + (index * w.out + o) * of.channels;
      const auto* from = line + taps.first * of.channels;
      if (of.channels < short_row) {
        for (std::ptrdiff_t c = 0; c < of.channels; ++c) {
          float most = from[c];
          for (std::ptrdiff_t t = 1; t < taps.count(); ++t) most = larger(most, from[t * of.channels + c]);
          to[c] = most;
        }
      } else {
        pooled_line<float> row(to, of.channels);
        row = pooled_const_line<float>(from, of.channels);
        for (std::ptrdiff_t t = 1; t < taps.count(); ++t)
          row = row.binaryExpr(pooled_const_line<float>(from + t * of.channels, of.channels), largest_of{});
      }
    }
  });
}

void pool_mean(const pooled_image& of, const float* x, float* y) {
  double entries = 1;
  for (const auto& a : of.axes) entries *= static_cast<double>(std::min(a.window, a.in));
  entries > 64 ? mean_lines<double>(of, x, y) : mean_lines<float>(of, x, y);
}

void pool_max_gradient(const pooled_image& of, const float* x, const float* y, const float* dy, float* dx) {
  const auto& w = of.axes[2];
  Eigen::ArrayXf left(of.channels);
  for_each_pooled_line(of, [&](std::ptrdiff_t index, std::ptrdiff_t n, seen_entries depths, seen_entries heights) {
    for (std::ptrdiff_t o = 0; o < w.out; ++o) {
      const auto out = (index * w.out + o) * of.channels;
      left = pooled_const_line<float>(dy + out, of.channels);
      const auto taps = seen(w, o);
      for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t line) {
        for (auto t = taps.first; t < taps.last; ++t)
          for (std::ptrdiff_t c = 0; c < of.channels; ++c) {
            const auto at = line + t * of.channels + c;
            const float here = x[at], most = y[out + c];
            const bool hit = here == most || (here != here && most != most);
            dx[at] += hit ? left[c] : 0.0F;
            left[c] = hit ? 0.0F : left[c];
          }
      });
    }
  });
}

void pool_mean_gradient(const pooled_image& of, const float* dy, float* dx) {
  const auto& w = of.axes[2];
  const auto length = w.in * of.channels;
  Eigen::ArrayXf line(length), share(of.channels);
  for_each_pooled_line(of, [&](std::ptrdiff_t index, std::ptrdiff_t n, seen_entries depths, seen_entries heights) {
    line.setZero();
    for (std::ptrdiff_t o = 0; o < w.out; ++o) {
      const auto taps = seen(w, o);
      const auto count = static_cast<float>(depths.count() * heights.count() * taps.count());
      share = pooled_const_line<float>(dy + (index * w.out + o) * of.channels, of.channels) / count;
      for (auto t = taps.first; t < taps.last; ++t) line.segment(t * of.channels, of.channels) += share;
    }
    for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t at) { pooled_line<float>(dx + at, length) += line; });
  });
}

}  // namespace regula::layers
