// SPDX-License-Identifier: MIT
/// Conv1D, Conv2D, Conv3D, DepthwiseConv1D, DepthwiseConv2D: y = activation(convolution(x, W) + b).
#pragma once
#include <regula/layers/activations.hpp>
#include <regula/layers/convolution.hpp>
#include <regula/layers/data_format.hpp>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Empty strides and dilation_rate: 1 along each axis. `padding`: valid, same; causal for Conv1D.
struct conv_options {
  shape strides = {};
  std::string padding = "valid", data_format = "channels_last";
  shape dilation_rate = {};
  std::ptrdiff_t groups = 1;
  std::string activation = "linear";
  bool use_bias = true;
  initializer_option kernel_initializer = "GlorotUniform", bias_initializer = "Zeros";
  regularizer kernel_regularizer = {}, bias_regularizer = {}, activity_regularizer = {};
  constraints::constraint kernel_constraint = {}, bias_constraint = {};
  std::string name = "";
  bool trainable = true;
};

/// Input (batch, spatial..., channels), or (batch, channels, spatial...) for channels_first: it is transposed, computed
/// and transposed back. Kernel (window..., channels / groups, filters), or for the depthwise ones
/// (window..., channels, multiplier); bias (filters,).
class conv_layer : public single_layer {
public:
  /// `depthwise`: filters is the multiplier, the filters of each channel.
  conv_layer(std::size_t spatial, bool depthwise, std::ptrdiff_t filters, shape window, const conv_options& o = {});
  std::string class_name() const override;
  std::ptrdiff_t filters() const { return filters_; }
  weight& kernel() { return weights()[0]; }
  weight& bias() { return find_weight("bias"); }

  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c, std::size_t spatial, bool depthwise);

private:
  shape kernel_shape(const shape& input) const;
  /// Channels last, from a shape in the layer's own format.
  convolution_geometry geometry(const shape& input) const;
  void make_weights(const shape& input, rng& draw) override;

  std::size_t spatial_;
  bool depthwise_;
  std::ptrdiff_t filters_;
  shape window_;
  conv_options options_;
  activation activation_;
  convolution_options how_;
  data_format format_;
};

ref<conv_layer> Conv1D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options = {});
ref<conv_layer> Conv2D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options = {});
ref<conv_layer> Conv3D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options = {});
ref<conv_layer> DepthwiseConv1D(const shape& kernel_size, std::ptrdiff_t depth_multiplier = 1,
                                const conv_options& options = {});
ref<conv_layer> DepthwiseConv2D(const shape& kernel_size, std::ptrdiff_t depth_multiplier = 1,
                                const conv_options& options = {});

}  // namespace regula::layers
