// SPDX-License-Identifier: MIT
/// Layers of several inputs: Add, Concatenate.
#pragma once
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// The sum of tensors of one shape.
class add_layer final : public layer {
public:
  explicit add_layer(std::string name = "");
  std::string class_name() const override;
  shapes output_shapes(const shapes& inputs) const override;
  tensors forward(const tensors& inputs, record&) override;
  tensors backward(const tensors& dy, record& r) override;
  static std::shared_ptr<layer> from_config(config_reader&);
};
ref<add_layer> Add(const std::string& name = "");

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
