// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/depthwise.hpp>

namespace regula::layers {
namespace {

/// f(tap, in, out, count) for each tap and line of outputs: outputs out + i read inputs in + i * stride, none outside.
template <class F> void for_each_line(const window_axes& axes, std::ptrdiff_t batch, F f) {
  const auto [d, h, w] = axes;
  for (std::ptrdiff_t row = 0; row < batch * d.out * h.out; ++row)
    for (std::ptrdiff_t tz = 0, tap = 0; tz < d.window; ++tz)
      for (std::ptrdiff_t ty = 0; ty < h.window; ++ty)
        for (std::ptrdiff_t tx = 0; tx < w.window; ++tx, ++tap) {
          const auto image = row / h.out / d.out;
          const auto z = d.at(row / h.out % d.out, tz), y = h.at(row % h.out, ty);
          const auto shift = -w.at(0, tx);
          const auto left = shift > 0 ? (shift - 1) / w.stride + 1 : 0;
          const auto right = std::min(w.out, w.in + shift > 0 ? (w.in + shift - 1) / w.stride + 1 : 0);
          if (left >= right || !d.holds(z) || !h.holds(y)) continue;
          f(tap, ((image * d.in + z) * h.in + y) * w.in + w.at(left, tx), row * w.out + left, right - left);
        }
}

/// f(channel, filter), each channel's filters in turn.
template <class F> void for_each_filter(std::ptrdiff_t channels, std::ptrdiff_t multiplier, F f) {
  for (std::ptrdiff_t c = 0, k = 0; c < channels; ++c)
    for (std::ptrdiff_t m = 0; m < multiplier; ++m, ++k) f(c, k);
}

ndarray::flat_map flat(float* p, std::ptrdiff_t channels) { return {p, channels}; }
ndarray::const_flat_map flat(const float* p, std::ptrdiff_t channels) { return {p, channels}; }

}  // namespace

void channelwise::forward(std::ptrdiff_t batch, const float* x, const float* kernel, float* y) const {
  for_each_line(axes, batch, [&](std::ptrdiff_t tap, std::ptrdiff_t in, std::ptrdiff_t out, std::ptrdiff_t count) {
    const float* k = kernel + tap * filters();
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      const float* from = x + (in + i * axes[2].stride) * channels;
      float* to = y + (out + i) * filters();
      if (multiplier == 1)
        flat(to, channels) += flat(from, channels) * flat(k, channels);
      else
        for_each_filter(channels, multiplier, [&](std::ptrdiff_t c, std::ptrdiff_t f) { to[f] += from[c] * k[f]; });
    }
  });
}

void channelwise::input_gradient(std::ptrdiff_t batch, const float* dy, const float* kernel, float* dx) const {
  for_each_line(axes, batch, [&](std::ptrdiff_t tap, std::ptrdiff_t in, std::ptrdiff_t out, std::ptrdiff_t count) {
    const float* k = kernel + tap * filters();
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      float* to = dx + (in + i * axes[2].stride) * channels;
      const float* from = dy + (out + i) * filters();
      if (multiplier == 1)
        flat(to, channels) += flat(from, channels) * flat(k, channels);
      else
        for_each_filter(channels, multiplier, [&](std::ptrdiff_t c, std::ptrdiff_t f) { to[c] += from[f] * k[f]; });
    }
  });
}

void channelwise::kernel_gradient(std::ptrdiff_t batch, const float* x, const float* dy, float* dkernel) const {
  const auto taps = axes[0].window * axes[1].window * axes[2].window;
  Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(taps * filters());
  Eigen::ArrayXf line(filters());
  for_each_line(axes, batch, [&](std::ptrdiff_t tap, std::ptrdiff_t in, std::ptrdiff_t out, std::ptrdiff_t count) {
    line.setZero();
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      const float* from = x + (in + i * axes[2].stride) * channels;
      const float* slope = dy + (out + i) * filters();
      if (multiplier == 1)
        line += flat(from, channels) * flat(slope, channels);
      else
        for_each_filter(channels, multiplier,
                        [&](std::ptrdiff_t c, std::ptrdiff_t f) { line[f] += from[c] * slope[f]; });
    }
    sum.segment(tap * filters(), filters()) += line.cast<double>();
  });
  ndarray::flat_map(dkernel, sum.size()) += sum.cast<float>();
}

}  // namespace regula::layers
