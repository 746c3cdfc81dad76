// SPDX-License-Identifier: MIT
/// Reshape and Permute: the entries of each sample under another shape, and with other orders of axes.
#pragma once
#include <regula/layers/data_format.hpp>
#include <regula/layers/simple.hpp>

namespace regula::layers {

/// (batch, ...) to (batch, target...), the entries in their order. One extent of the target may be -1: it is what is left.
/// Throws shape_error where the numbers of entries differ.
class reshape_layer final : public single_layer {
public:
  explicit reshape_layer(shape target, const plain_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  shape target_;
};
ref<reshape_layer> Reshape(const shape& target_shape, const plain_options& options = {});

/// Axis k of the output, from 1 up, is axis dims[k - 1] of the input; the batch stays: Permute({2, 1}) is the transposition
/// of each sample.
class permute_layer final : public single_layer {
public:
  explicit permute_layer(shape dims, const plain_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record&) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  shape dims_;
  axis_order there_{0}, back_;
};
ref<permute_layer> Permute(const shape& dims, const plain_options& options = {});

}  // namespace regula::layers
