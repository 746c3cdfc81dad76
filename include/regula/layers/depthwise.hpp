// SPDX-License-Identifier: MIT
/// Convolution where each channel has filters of its own: loops along the channels, without patches.
///
///   channelwise{axes, channels, multiplier}.forward(batch, x, kernel, y);    y, zeros before, is added to
///
/// y[o, c * multiplier + m] = sum over taps t of x[at(o, t), c] * kernel[t, c, m].
#pragma once
#include <regula/layers/im2col.hpp>

namespace regula::layers {

struct channelwise {
  window_axes axes;
  std::ptrdiff_t channels, multiplier;

  void forward(std::ptrdiff_t batch, const float* x, const float* kernel, float* y) const;
  /// dx, zeros before, is added to.
  void input_gradient(std::ptrdiff_t batch, const float* dy, const float* kernel, float* dx) const;
  /// The gradient is added to dkernel; float along a line of outputs, double across the lines.
  void kernel_gradient(std::ptrdiff_t batch, const float* x, const float* dy, float* dkernel) const;

private:
  std::ptrdiff_t filters() const { return channels * multiplier; }
};

}  // namespace regula::layers
