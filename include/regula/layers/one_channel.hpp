// SPDX-License-Identifier: MIT
/// Convolution of one channel: eight filters at a time in registers, without patches.
///
///   one_channel{axes, filters}.forward(batch, x, kernel, y);    y is assigned
///
/// y[o, f] = sum over taps t of x[at(o, t)] * kernel[t, f].
#pragma once
#include <regula/layers/im2col.hpp>

namespace regula::layers {

struct one_channel {
  window_axes axes;
  std::ptrdiff_t filters;

  void forward(std::ptrdiff_t batch, const float* x, const float* kernel, float* y) const;
  /// The gradient is added to dkernel; float along a line of outputs, double across the lines.
  void kernel_gradient(std::ptrdiff_t batch, const float* x, const float* dy, float* dkernel) const;
};

}  // namespace regula::layers
