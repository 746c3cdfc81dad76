// SPDX-License-Identifier: MIT
#include <regula/layers/depthwise.hpp>
#include <regula/layers/window_lines.hpp>

namespace regula::layers {
namespace {

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
