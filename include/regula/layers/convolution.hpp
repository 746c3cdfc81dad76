// SPDX-License-Identifier: MIT
/// Convolution over 1 to 3 spatial axes, channels last, as Keras's Conv1D, Conv2D, Conv3D, DepthwiseConv1D and
/// DepthwiseConv2D: cross-correlation, the kernel is not flipped.
///
///   const convolution_geometry g({-1, 28, 28, 3}, {3, 3, 3, 8}, {.strides = {2, 2}, .pad = padding::same});
///   g.output()                                         (None, 14, 14, 8)
///   ndarray y = convolve(x, kernel, g);                x: any batch
///   convolve_gradient(x, kernel, dy, g, &dx, &dk);     dx is assigned, dk is added to; either may be null
///
/// Large ones go in parts of some samples, by their shapes alone, on the threads of a policy.
#pragma once
#include <functional>
#include <regula/layers/im2col.hpp>
#include <regula/policy.hpp>

namespace regula::layers {

/// valid: windows inside the input. same: out = ceil(in / stride), the odd zero of the padding at the end. causal, for
/// one spatial axis: zeros before the input only, so that no output depends on a later input.
enum class padding { valid, same, causal };

/// The windows along spatial axis k, of `in` entries. Throws shape_error where none fits.
window_axis window_along(std::size_t k, std::ptrdiff_t in, std::ptrdiff_t window, std::ptrdiff_t stride,
                         std::ptrdiff_t dilation, padding pad);

/// Empty strides or dilation: 1 along each spatial axis.
struct convolution_options {
  shape strides = {}, dilation = {};
  padding pad = padding::valid;
  std::ptrdiff_t groups = 1;
};

/// Shapes and options of one convolution, checked. Input (batch, spatial..., channels), kernel (window...,
/// channels / groups, filters), output (batch, out..., filters); the g-th of `groups` equal shares of the filters reads
/// the g-th share of the channels. A negative batch is not known yet: any batch fits.
class convolution_geometry {
public:
  /// Throws shape_error where the shapes do not fit each other, config_error for options out of range.
  convolution_geometry(const shape& input, const shape& kernel, const convolution_options& options = {});

  /// Each channel has `multiplier` filters of its own: kernel (window..., channels, multiplier), output channel
  /// c * multiplier + m. Its entries are those of a kernel (window..., 1, channels * multiplier) of `channels` groups.
  static convolution_geometry depthwise(const shape& input, const shape& kernel,
                                        const convolution_options& options = {});

  const shape& input() const { return input_; }
  const shape& kernel() const { return kernel_; }
  const shape& output() const { return output_; }
  const window_axes& axes() const { return axes_; }
  std::ptrdiff_t groups() const { return groups_; }
  std::ptrdiff_t channels() const { return input_.back(); }
  std::ptrdiff_t filters() const { return output_.back(); }
  /// Each channel is a group: loops without patches.
  bool channelwise() const { return groups_ > 1 && groups_ == channels(); }
  /// Windows of one entry, taken everywhere: the patches are rows of the input.
  bool pointwise() const;
  /// Products that one output adds up: window * channels / groups.
  std::ptrdiff_t depth() const { return depth_; }

  /// The shape of the output of x. Throws shape_error unless x and k are what the geometry was made for.
  shape output_of(const ndarray& x, const ndarray& k) const;
  /// Throws shape_error unless s is the expected shape; a negative batch expects any.
  static void expect(const char* what, const shape& s, shape expected);

private:
  convolution_geometry(const shape& input, const shape& kernel, const convolution_options& options, bool depthwise);

  shape input_, kernel_, output_;
  window_axes axes_{};
  std::ptrdiff_t groups_ = 1, depth_ = 1;
};

/// The output of a convolution, a negative batch kept: shape inference. Throws as convolution_geometry does.
shape convolution_output(const shape& input, const shape& kernel, const convolution_options& options = {});

/// f(block) until every one of these output positions and every filter had its turn; the buffer is at most 1 MB, or one
/// row.
void for_each_block(const convolution_geometry& g, std::ptrdiff_t first, std::ptrdiff_t positions,
                    const std::function<void(const patch_block&)>& f);

/// y[n, o, f] = sum over taps t and channels c of x[n, o * stride + t * dilation - before, c] * kernel[t, c, f], zeros
/// outside x, c in the group of f. Throws shape_error.
ndarray convolve(const ndarray& x, const ndarray& kernel, const convolution_geometry& g, const policy& on = {});

/// The gradient of L where dy = dL / d convolve(x, kernel, g): *dx = dL / dx, *dkernel += dL / dkernel, whose shape must be
/// the kernel's. Null: not wanted. Throws shape_error, overlap_error where dx is dkernel; nothing is written then.
void convolve_gradient(const ndarray& x, const ndarray& kernel, const ndarray& dy, const convolution_geometry& g,
                       ndarray* dx, ndarray* dkernel, const policy& on = {});

}  // namespace regula::layers
