// SPDX-License-Identifier: MIT
/// Masking: says which steps of a sequence are filling.
#pragma once
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// A row of the last axis whose entries all are mask_value is masked, and zeros from here on; all others are handed on.
class masking_layer final : public single_layer {
public:
  explicit masking_layer(double mask_value = 0.0, std::string name = "");
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record&) override;
  mask_list output_masks(const tensors& inputs, const record&) const override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  double value_;
};
ref<masking_layer> Masking(double mask_value = 0.0, const std::string& name = "");

}  // namespace regula::layers
