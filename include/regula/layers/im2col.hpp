// SPDX-License-Identifier: MIT
/// im2col: what the window sees at each output position, as the rows of a matrix, and its adjoint.
///
///   gather(x, of, axes, first, count, patches);     row i: the window at output position first + i, zeros outside x
///   scatter(patches, of, axes, first, count, x);    adds each row back to where it was read
#pragma once
#include <array>
#include <regula/ndarray.hpp>

namespace regula::layers {

/// One spatial axis: tap t of output o reads the input at o * stride + t * dilation - before; outside [0, in) are zeros.
struct window_axis {
  std::ptrdiff_t in = 1, window = 1, out = 1, stride = 1, dilation = 1, before = 0;

  std::ptrdiff_t at(std::ptrdiff_t o, std::ptrdiff_t t) const { return o * stride + t * dilation - before; }
  bool holds(std::ptrdiff_t i) const { return i >= 0 && i < in; }
};

/// Depth, height, width. Missing axes come first and have extent 1.
using window_axes = std::array<window_axis, 3>;

/// Channels [first, first + count) of the `all` channels of an image.
struct channel_range {
  std::ptrdiff_t all, first, count;
};

/// patches: count rows of window * of.count entries, all of them assigned.
void gather(const float* images, const channel_range& of, const window_axes& axes, std::ptrdiff_t first,
            std::ptrdiff_t count, float* patches);

/// The adjoint of gather; what was read as zeros is dropped.
void scatter(const float* patches, const channel_range& of, const window_axes& axes, std::ptrdiff_t first,
             std::ptrdiff_t count, float* images);

/// Patches of the output positions [first, first + count) for the filters [filter, filter + filters): a row-major matrix
/// with `depth` columns, its rows `step` entries apart. Pointwise, the rows lie in the images; else in the buffer.
struct patch_block {
  template <class T> using rows = Eigen::Map<T, 0, Eigen::OuterStride<>>;
  using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  std::ptrdiff_t first, count, filter, filters, depth;
  channel_range of;
  float* buffer;

  rows<const matrix> in(const float* images) const { return {at(images), count, depth, step()}; }
  rows<matrix> in(float* images) const { return {at(images), count, depth, step()}; }
  template <class M> auto outputs(M&& y) const { return y.block(first, filter, count, filters); }
  template <class M> auto kernel(M&& k) const { return k.middleCols(filter, filters); }

private:
  Eigen::OuterStride<> step() const { return Eigen::OuterStride<>(buffer ? depth : of.all); }
  template <class T> T* at(T* images) const { return buffer ? buffer : images + first * of.all + of.first; }
};

}  // namespace regula::layers
