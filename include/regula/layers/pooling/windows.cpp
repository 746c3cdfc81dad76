// SPDX-License-Identifier: MIT
#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
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

/// most = the larger of x and most, of `lanes` entries. Masks and short loops, here and below: at -O2 GCC makes vectors of
/// these, and branches of anything shorter to read.
template <int lanes> void raise(const float* x, float* most) {
  std::int32_t up[lanes], bits[lanes];
  for (int c = 0; c < lanes; ++c) up[c] = x[c] > most[c] ? -1 : 0;
  for (int c = 0; c < lanes; ++c) up[c] |= x[c] != x[c] ? -1 : 0;
  for (int c = 0; c < lanes; ++c) bits[c] = std::bit_cast<std::int32_t>(x[c]) & up[c];
  for (int c = 0; c < lanes; ++c) bits[c] |= std::bit_cast<std::int32_t>(most[c]) & ~up[c];
  for (int c = 0; c < lanes; ++c) most[c] = std::bit_cast<float>(bits[c]);
}

/// dx += what is left of the gradient where x is the largest, and nothing is left there.
template <int lanes> void hand_over(const float* x, const float* most, float* left, float* dx) {
  std::int32_t hit[lanes], given[lanes], kept[lanes];
  float to[lanes];
  for (int c = 0; c < lanes; ++c) hit[c] = x[c] == most[c] ? -1 : 0;
  for (int c = 0; c < lanes; ++c) hit[c] |= (x[c] != x[c] ? -1 : 0) & (most[c] != most[c] ? -1 : 0);
  for (int c = 0; c < lanes; ++c) given[c] = std::bit_cast<std::int32_t>(left[c]) & hit[c];
  for (int c = 0; c < lanes; ++c) kept[c] = std::bit_cast<std::int32_t>(left[c]) & ~hit[c];
  for (int c = 0; c < lanes; ++c) to[c] = dx[c] + std::bit_cast<float>(given[c]);
  std::copy_n(to, lanes, dx);
  for (int c = 0; c < lanes; ++c) left[c] = std::bit_cast<float>(kept[c]);
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
        row.head(of.channels) = line.segment(taps.first * of.channels, of.channels);
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
        for_each_lanes(of.channels, [&](std::ptrdiff_t first, auto lanes) {
          float most[lanes()];
          std::fill_n(most, lanes(), -std::numeric_limits<float>::infinity());
          for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t at) {
            for (auto t = taps.first; t < taps.last; ++t) raise<lanes()>(x + at + t * of.channels + first, most);
          });
          std::copy_n(most, lanes(), to + o * of.channels + first);
        });
      }
      return;
    }
    const float* line = nullptr;  // the largest along depth and height
    for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t at) {
      if (line)
        buffer.head(length) =
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
        float most[lanes()], left[lanes()];
        std::copy_n(y + out, lanes(), most);
        std::copy_n(dy + out, lanes(), left);
        for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t line) {
          for (auto t = taps.first; t < taps.last; ++t) {
            const auto at = line + t * of.channels + first;
            hand_over<lanes()>(x + at, most, left, dx + at);
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
      share.head(of.channels) = pooled_const_line<float>(dy + (index * w.out + o) * of.channels, of.channels) / count;
      for (auto t = taps.first; t < taps.last; ++t) line.segment(t * of.channels, of.channels) += share;
    }
    for_each_seen_line(of, n, depths, heights, [&](std::ptrdiff_t at) { pooled_line<float>(dx + at, length) += line; });
  });
}

}  // namespace regula::layers
