// SPDX-License-Identifier: MIT
/// Dense: y = activation(x W + b).
#pragma once
#include <regula/layers/activations.hpp>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

struct dense_options {
  std::string activation = "linear";
  bool use_bias = true;
  initializer_option kernel_initializer = "GlorotUniform", bias_initializer = "Zeros";
  regularizer kernel_regularizer = {}, bias_regularizer = {}, activity_regularizer = {};
  constraints::constraint kernel_constraint = {}, bias_constraint = {};
  std::string name = "";
  bool trainable = true;
};

/// Input (batch, ..., features), output (batch, ..., units); kernel (features, units), bias (units,).
class dense_layer : public single_layer {
public:
  explicit dense_layer(std::ptrdiff_t units, const dense_options& o = {});
  std::string class_name() const override;
  std::ptrdiff_t units() const { return units_; }
  weight& kernel() { return weights()[0]; }
  weight& bias() { return find_weight("bias"); }

  shape output_shape(const shape& input) const override;
  bool supports_masking() const override { return true; }
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  void make_weights(const shape& input, rng& draw) override;
  void check(const shape& input, bool with_kernel = true) const;

  std::ptrdiff_t units_;
  activation activation_;
  bool with_bias_;
};

ref<dense_layer> Dense(std::ptrdiff_t units, const dense_options& options = {});

}  // namespace regula::layers
