// SPDX-License-Identifier: MIT
/// LayerNormalization: samples brought to mean 0 and variance 1.   [Ba, Kiros, Hinton 2016, arXiv:1607.06450]
#pragma once
#include <regula/layers/normalization/normalization.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Over the last axis, or several of the last ones: {1, 2} or {-2, -1} for a sample of a matrix.
class layer_normalization_layer final : public normalization_layer {
public:
  explicit layer_normalization_layer(shape axis = {-1}, const normalization_options& o = {}, bool rms_scaling = false);
  std::string class_name() const override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  std::size_t first_axis(const shape& input) const;
  shape weight_shape(const shape& input) const override;
  std::pair<ndarray, std::ptrdiff_t> to_rows(const ndarray& x) const override;
  ndarray from_rows(const ndarray& rows, const shape& s) const override;

  shape axis_;
};
/// `rms_scaling` as in Keras: the input is divided by sqrt(variance + epsilon), its mean stays.
ref<layer_normalization_layer> LayerNormalization(const normalization_options& options = {}, const shape& axis = {-1},
                                                  bool rms_scaling = false);

}  // namespace regula::layers
