// SPDX-License-Identifier: MIT
/// Layers of several inputs: Add, Subtract, Multiply, Average, Maximum, Minimum, Concatenate.
#pragma once
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Entry by entry of tensors of one batch, which are broadcast as in Keras: extents of 1 repeat, and missing axes are
/// put in behind the batch.
///
/// Maximum, Minimum: of equal entries the first one has the gradient, as in TensorFlow; NaN where one is.
class entrywise_layer final : public layer {
public:
  enum class kind { add, subtract, multiply, average, maximum, minimum };
  explicit entrywise_layer(kind what, std::string name = "");
  std::string class_name() const override;
  shapes output_shapes(const shapes& inputs) const override;
  bool supports_masking() const override { return true; }
  tensors forward(const tensors& inputs, record&) override;
  tensors backward(const tensors& dy, record& r) override;

private:
  shape merged(const shapes& inputs) const;

  kind kind_;
};
ref<entrywise_layer> Add(const std::string& name = "");
/// Of two tensors.
ref<entrywise_layer> Subtract(const std::string& name = "");
ref<entrywise_layer> Multiply(const std::string& name = "");
ref<entrywise_layer> Average(const std::string& name = "");
ref<entrywise_layer> Maximum(const std::string& name = "");
ref<entrywise_layer> Minimum(const std::string& name = "");

/// Tensors side by side along the last axis.
class concatenate_layer final : public layer {
public:
  explicit concatenate_layer(std::string name = "");
  std::string class_name() const override;
  shapes output_shapes(const shapes& inputs) const override;
  tensors forward(const tensors& inputs, record&) override;
  mask_list output_masks(const tensors& inputs, const record& r) const override;
  tensors backward(const tensors& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);
};
ref<concatenate_layer> Concatenate(const std::string& name = "");

}  // namespace regula::layers
