// SPDX-License-Identifier: MIT
/// MaxPooling1D to 3D, AveragePooling1D to 3D: the largest entry, or the mean, of each window in each channel.
/// GlobalMaxPooling1D to 3D, GlobalAveragePooling1D to 3D: of all spatial axes.
#pragma once
#include <regula/layers/custom_names.hpp>
#include <regula/layers/pooling/windows.hpp>
#include <regula/layers/spatial.hpp>

namespace regula::layers {

enum class pool { max, average };

/// Empty strides: the window's extents. `padding`: valid, same; what is padded does not count, neither as 0 nor as an
/// entry of the mean.
struct pooling_options {
  shape strides = {};
  std::string padding = "valid", data_format = "channels_last";
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// (batch, spatial..., channels) to (batch, out..., channels); valid: out = (in - window) / stride + 1, same:
/// out = ceil(in / stride). Throws shape_error where no window fits.
class pooling_layer final : public spatial_layer {
public:
  pooling_layer(pool what, std::size_t spatial, shape pool_size, const pooling_options& o = {});
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c, pool what, std::size_t spatial);

private:
  shape output_last(const shape& input) const override;
  ndarray forward_last(const ndarray& x) const override;
  ndarray backward_last(const ndarray& dy, const shape& input, const record& r) const override;
  pooled_image image(const shape& input) const;

  pool what_;
  shape window_, strides_;
  bool same_;
};

struct global_pooling_options {
  bool keepdims = false;
  std::string data_format = "channels_last";
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// (batch, spatial..., channels) to (batch, channels), with keepdims to (batch, 1..., channels). Throws shape_error where
/// a spatial axis is empty.
class global_pooling_layer final : public spatial_layer {
public:
  global_pooling_layer(pool what, std::size_t spatial, const global_pooling_options& o = {});
  json get_config() const override;
  /// The mean of 1-D is that of the steps that count, as in Keras; NaN where none does.
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  static std::shared_ptr<layer> from_config(config_reader& c, pool what, std::size_t spatial);

private:
  shape output_last(const shape& input) const override;
  ndarray forward_last(const ndarray& x) const override;
  ndarray backward_last(const ndarray& dy, const shape& input, const record& r) const override;

  pool what_;
  bool keepdims_;
};

ref<pooling_layer> MaxPooling1D(const shape& pool_size = {2}, const pooling_options& options = {});
ref<pooling_layer> MaxPooling2D(const shape& pool_size = {2, 2}, const pooling_options& options = {});
ref<pooling_layer> MaxPooling3D(const shape& pool_size = {2, 2, 2}, const pooling_options& options = {});
ref<pooling_layer> AveragePooling1D(const shape& pool_size = {2}, const pooling_options& options = {});
ref<pooling_layer> AveragePooling2D(const shape& pool_size = {2, 2}, const pooling_options& options = {});
ref<pooling_layer> AveragePooling3D(const shape& pool_size = {2, 2, 2}, const pooling_options& options = {});
ref<global_pooling_layer> GlobalMaxPooling1D(const global_pooling_options& options = {});
ref<global_pooling_layer> GlobalMaxPooling2D(const global_pooling_options& options = {});
ref<global_pooling_layer> GlobalMaxPooling3D(const global_pooling_options& options = {});
ref<global_pooling_layer> GlobalAveragePooling1D(const global_pooling_options& options = {});
ref<global_pooling_layer> GlobalAveragePooling2D(const global_pooling_options& options = {});
ref<global_pooling_layer> GlobalAveragePooling3D(const global_pooling_options& options = {});

/// The readers of all these, and of Keras's short names: MaxPool2D, AvgPool1D, GlobalMaxPool2D, GlobalAvgPool3D, ...
named_layers pooling_layers();

}  // namespace regula::layers
