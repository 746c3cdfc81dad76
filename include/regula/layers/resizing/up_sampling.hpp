// SPDX-License-Identifier: MIT
/// UpSampling1D to 3D: each spatial axis `size` times as long.
#pragma once
#include <regula/layers/custom_names.hpp>
#include <regula/layers/resizing/zero_padding.hpp>

namespace regula::layers {

/// `interpolation`: nearest; bilinear for UpSampling2D.
struct up_sampling_options {
  std::string interpolation = "nearest", data_format = "channels_last";
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// (batch, spatial..., channels) to (batch, size spatial..., channels). nearest: y[o] = x[o / size], rounded down.
/// bilinear: y[o] = the line between the entries beside (o + 1/2) / size - 1/2, along one axis after the other; beyond the
/// first and the last entry these go on.
class up_sampling_layer final : public spatial_layer {
public:
  up_sampling_layer(std::size_t spatial, shape size, const up_sampling_options& o = {});
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c, std::size_t spatial);

private:
  shape output_last(const shape& input) const override;
  ndarray forward_last(const ndarray& x) const override;
  ndarray backward_last(const ndarray& dy, const shape& input, const record& r) const override;

  shape size_;
  bool linear_;
};

ref<up_sampling_layer> UpSampling1D(const shape& size = {2}, const up_sampling_options& options = {});
ref<up_sampling_layer> UpSampling2D(const shape& size = {2, 2}, const up_sampling_options& options = {});
ref<up_sampling_layer> UpSampling3D(const shape& size = {2, 2, 2}, const up_sampling_options& options = {});

/// The readers of ZeroPadding1D to 3D and UpSampling1D to 3D.
named_layers resizing_layers();

}  // namespace regula::layers
