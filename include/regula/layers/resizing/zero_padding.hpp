// SPDX-License-Identifier: MIT
/// ZeroPadding1D to 3D: zeros before and after each spatial axis.
#pragma once
#include <regula/layers/custom_names.hpp>
#include <regula/layers/spatial.hpp>

namespace regula::layers {

struct spatial_options {
  std::string data_format = "channels_last";
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// For each spatial axis the zeros before and after it.
using paddings = std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>>;

/// (batch, spatial..., channels) to (batch, before + spatial + after..., channels).
class zero_padding_layer final : public spatial_layer {
public:
  zero_padding_layer(std::size_t spatial, paddings padding, const spatial_options& o = {});
  json get_config() const override;
  /// `padding`: a number, one for each axis, or (before, after) for each.
  static std::shared_ptr<layer> from_config(config_reader& c, std::size_t spatial);

private:
  shape output_last(const shape& input) const override;
  ndarray forward_last(const ndarray& x) const override;
  ndarray backward_last(const ndarray& dy, const shape& input, const record& r) const override;

  paddings padding_;
};

ref<zero_padding_layer> ZeroPadding1D(const paddings& padding = {{1, 1}}, const spatial_options& options = {});
ref<zero_padding_layer> ZeroPadding2D(const paddings& padding = {{1, 1}, {1, 1}}, const spatial_options& options = {});
ref<zero_padding_layer> ZeroPadding3D(const paddings& padding = {{1, 1}, {1, 1}, {1, 1}},
                                      const spatial_options& options = {});

}  // namespace regula::layers
