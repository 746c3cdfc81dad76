// SPDX-License-Identifier: MIT
/// Orders of axes: any, and the two in which images have their channels.
#pragma once
#include <regula/ndarray.hpp>

namespace regula::layers {

using axis_order = std::vector<std::size_t>;

/// Axis k of the result is axis order[k] of the input; order is a permutation of all axes.
shape permuted(const shape& s, const axis_order& order);
ndarray permuted(const ndarray& x, const axis_order& order);

/// channels_last: (batch, spatial..., channels). channels_first: (batch, channels, spatial...).
class data_format {
public:
  /// Throws config_error for another name than these two.
  explicit data_format(std::string_view name);
  bool first() const { return first_; }
  const char* name() const { return first_ ? "channels_first" : "channels_last"; }

  /// From this format to channels_last, and from channels_last to this. Up to two axes are the same in both.
  shape to_last(shape s) const;
  shape from_last(shape s) const;
  ndarray to_last(const ndarray& x) const;
  ndarray from_last(ndarray x) const;
  /// x itself where it is channels_last, else `buffer`, which takes its entries.
  const ndarray& to_last(const ndarray& x, ndarray& buffer) const;

  /// "(batch, channels, 2 spatial axes)"
  std::string axes_text(std::size_t spatial) const;

private:
  bool first_;
};

}  // namespace regula::layers
