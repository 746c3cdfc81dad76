// SPDX-License-Identifier: MIT
/// Maxima and means of windows over (batch, depth, height, width, channels), and their gradients: one loop for all
/// numbers of axes, missing ones have extent 1. What a window sees beyond the input does not count.
#pragma once
#include <regula/layers/im2col.hpp>

namespace regula::layers {

struct pooled_image {
  std::ptrdiff_t batch, channels;
  window_axes axes;
};

/// y, (batch, out..., channels): the largest entry, NaN where there is one.
void pool_max(const pooled_image& of, const float* x, float* y);
/// The mean, of windows of more than 64 entries added up in double.
void pool_mean(const pooled_image& of, const float* x, float* y);

/// dx += the gradient: all of it goes to the first of equal entries, the last axis running fastest; a NaN is found first.
void pool_max_gradient(const pooled_image& of, const float* x, const float* y, const float* dy, float* dx);
void pool_mean_gradient(const pooled_image& of, const float* dy, float* dx);

}  // namespace regula::layers
