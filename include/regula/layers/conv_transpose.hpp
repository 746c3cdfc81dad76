// SPDX-License-Identifier: MIT
/// Conv1DTranspose, Conv2DTranspose, Conv3DTranspose: y = activation(adjoint of a convolution (x) + b).
#pragma once
#include <regula/layers/activations.hpp>
#include <regula/layers/convolution.hpp>
#include <regula/layers/data_format.hpp>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Empty strides and dilation_rate: 1 along each axis. `padding`: valid, same. Empty output_padding: none given.
struct conv_transpose_options {
  shape strides = {};
  std::string padding = "valid", data_format = "channels_last";
  shape output_padding = {}, dilation_rate = {};
  std::string activation = "linear";
  bool use_bias = true;
  initializer_option kernel_initializer = "GlorotUniform", bias_initializer = "Zeros";
  regularizer kernel_regularizer = {}, bias_regularizer = {}, activity_regularizer = {};
  constraints::constraint kernel_constraint = {}, bias_constraint = {};
  std::string name = "";
  bool trainable = true;
};

/// Input (batch, spatial..., channels), kernel (window..., filters, channels), bias (filters,). Along each axis, with
/// reach = (window - 1) dilation + 1, the output has
///
///   valid    (in - 1) stride + max(reach, stride),  with output_padding  (in - 1) stride + reach + output_padding
///   same     in stride,                             with output_padding  (in - 1) stride + reach % 2 + output_padding
///
/// entries: the convolution with these strides and padding makes the input's shape of it, and this is its adjoint.
class conv_transpose_layer final : public single_layer {
public:
  conv_transpose_layer(std::size_t spatial, std::ptrdiff_t filters, shape window, const conv_transpose_options& o = {});
  std::string class_name() const override;
  weight& kernel() { return weights()[0]; }
  weight& bias() { return find_weight("bias"); }

  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c, std::size_t spatial);

private:
  std::ptrdiff_t length(std::size_t axis, std::ptrdiff_t in) const;
  /// Of the convolution from the output to the input.
  convolution_geometry geometry(const shape& input) const;
  void make_weights(const shape& input, rng& draw) override;

  std::size_t spatial_;
  std::ptrdiff_t filters_;
  shape window_;
  conv_transpose_options options_;
  activation activation_;
  convolution_options how_;
  data_format format_;
};

ref<conv_transpose_layer> Conv1DTranspose(std::ptrdiff_t filters, const shape& kernel_size,
                                          const conv_transpose_options& options = {});
ref<conv_transpose_layer> Conv2DTranspose(std::ptrdiff_t filters, const shape& kernel_size,
                                          const conv_transpose_options& options = {});
ref<conv_transpose_layer> Conv3DTranspose(std::ptrdiff_t filters, const shape& kernel_size,
                                          const conv_transpose_options& options = {});

}  // namespace regula::layers
