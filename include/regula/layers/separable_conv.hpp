// SPDX-License-Identifier: MIT
/// SeparableConv1D, SeparableConv2D: a depthwise convolution, then one of windows of one entry.
#pragma once
#include <regula/layers/activations.hpp>
#include <regula/layers/convolution.hpp>
#include <regula/layers/data_format.hpp>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Empty strides and dilation_rate: 1 along each axis. `padding`: valid, same.
struct separable_conv_options {
  shape strides = {};
  std::string padding = "valid", data_format = "channels_last";
  shape dilation_rate = {};
  std::ptrdiff_t depth_multiplier = 1;
  std::string activation = "linear";
  bool use_bias = true;
  initializer_option depthwise_initializer = "GlorotUniform", pointwise_initializer = "GlorotUniform",
                     bias_initializer = "Zeros";
  regularizer depthwise_regularizer = {}, pointwise_regularizer = {}, bias_regularizer = {}, activity_regularizer = {};
  constraints::constraint depthwise_constraint = {}, pointwise_constraint = {}, bias_constraint = {};
  std::string name = "";
  bool trainable = true;
};

/// y = activation(pointwise(depthwise(x)) + b). Input (batch, spatial..., channels), depthwise_kernel (window...,
/// channels, multiplier), pointwise_kernel (1..., channels multiplier, filters), bias (filters,). Strides, padding and
/// dilation are those of the depthwise convolution.
class separable_conv_layer final : public single_layer {
public:
  separable_conv_layer(std::size_t spatial, std::ptrdiff_t filters, shape window, const separable_conv_options& o = {});
  std::string class_name() const override;

  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c, std::size_t spatial);

private:
  convolution_geometry depthwise(const shape& input) const;
  convolution_geometry pointwise(const shape& input) const;
  void make_weights(const shape& input, rng& draw) override;

  std::size_t spatial_;
  std::ptrdiff_t filters_;
  shape window_;
  separable_conv_options options_;
  activation activation_;
  convolution_options how_;
  data_format format_;
};

ref<separable_conv_layer> SeparableConv1D(std::ptrdiff_t filters, const shape& kernel_size,
                                          const separable_conv_options& options = {});
ref<separable_conv_layer> SeparableConv2D(std::ptrdiff_t filters, const shape& kernel_size,
                                          const separable_conv_options& options = {});

}  // namespace regula::layers
