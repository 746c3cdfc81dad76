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
/// f(first, count as a type) for all channels, eight at a time and then one: a loop of a known count becomes vectors.
template <class F> void for_each_lanes(std::ptrdiff_t channels, F f) {
  std::ptrdiff_t c = 0;
  for (; c + 8 <= channels; c += 8) f(c, std::integral_constant<int, 8>{});
  for (; c < channels; ++c) f(c, std::integral_constant<int, 1>{});
}

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
  Eigen::ArrayXf buffer(of.channels < short_row ? length : 0);
  for_each_pooled_line(of, [&](std::ptrdiff_t index, std::ptrdiff_t n, seen_entries depths, seen_entries heights) {
    auto* to = y + index * w.out * of.channels;
    if (of.channels >= short_row) {
      for (std::ptrdiff_t o = 0; o < w.out; ++o) {
        const auto taps = seen(w, o);
        pooled_line<float> row(to + o * of.channels, of.channels);
        bool begun = false;
        for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t at) {
          for (auto t = taps.first; t < taps.last; ++t) {
            const pooled_const_line<float> entries(x + at + t * of.channels, of.channels);
            if (begun)
              row = row.binaryExpr(entries, largest_of{});
            else
              row = entries;
            begun = true;
          }
        });
      }
      return;
    }
    const float* line = nullptr;  // the largest along depth and height
    for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t at) {
      if (line)
        buffer =
            pooled_const_line<float>(line, length).binaryExpr(pooled_const_line<float>(x + at, length), largest_of{});
      line = line ? buffer.data() : x + at;
    });
    for (std::ptrdiff_t o = 0; o < w.out; ++o) {
      const auto taps = seen(w, o);
      for (std::ptrdiff_t c = 0; c < of.channels; ++c) {
        float most = line[taps.first * of.channels + c];
        for (auto t = taps.first + 1; t < taps.last; ++t) most = larger(most, line[t * of.channels + c]);
        to[o * of.channels + c] = most;
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
  for_each_pooled_line(of, [&](std::ptrdiff_t index, std::ptrdiff_t n, seen_entries depths, seen_entries heights) {
    for (std::ptrdiff_t o = 0; o < w.out; ++o) {
      const auto taps = seen(w, o);
      for_each_lanes(of.channels, [&](std::ptrdiff_t first, auto lanes) {
        const auto out = (index * w.out + o) * of.channels + first;
        float most[lanes()], left[lanes()], here[lanes()], to[lanes()];
        std::copy_n(y + out, lanes(), most);
        std::copy_n(dy + out, lanes(), left);
        for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t line) {
          for (auto t = taps.first; t < taps.last; ++t) {
            const auto at = line + t * of.channels + first;
            std::copy_n(x + at, lanes(), here);
            std::copy_n(dx + at, lanes(), to);
            for (int c = 0; c < lanes(); ++c) {
              const bool hit = (here[c] == most[c]) | ((here[c] != here[c]) & (most[c] != most[c]));
              to[c] += hit ? left[c] : 0.0F;
              left[c] = hit ? 0.0F : left[c];
            }
            std::copy_n(to, lanes(), dx + at);
          }
        });
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
