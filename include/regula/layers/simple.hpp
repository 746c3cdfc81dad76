// SPDX-License-Identifier: MIT
/// Layers without weights: InputLayer, Flatten, Activation, ActivityRegularization.
#pragma once
#include <regula/layers/activations.hpp>
#include <regula/layers/data_format.hpp>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

struct plain_options {
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// Hands its input on.
class identity_layer : public single_layer {
public:
  using single_layer::single_layer;
  shape output_shape(const shape& input) const override;
  bool supports_masking() const override { return true; }
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record&) override;
};

/// Where tensors enter a model.
class input_layer final : public identity_layer {
public:
  /// `dtype`: of the entries as Keras writes it; the numbers are floats here. Throws config_error for an unknown one.
  input_layer(shape batch_shape, std::string name, std::string dtype = "float32");
  std::string class_name() const override;
  const shape& batch_shape() const { return shape_; }
  const std::string& dtype() const { return dtype_; }
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record&) override;

private:
  shape shape_;
  std::string dtype_;
  rng nobody_{0};
};

/// An entrance of a model: the extents of one sample, or all with the batch.
symbolic Input(const shape& sample, const std::string& name = "", const std::string& dtype = "float32");
any_layer InputLayer(const shape& sample, const std::string& name = "", const std::string& dtype = "float32");

struct flatten_options {
  std::string data_format = "channels_last";
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// (batch, a, b, ...) to (batch, a b ...); (batch,) to (batch, 1). channels_first: axis 1 is the last one first, so that
/// the entries come in the order of channels_last.
class flatten_layer final : public single_layer {
public:
  explicit flatten_layer(const flatten_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  data_format format_;
};
ref<flatten_layer> Flatten(const flatten_options& options = {});

/// An activation on its own.
class activation_layer final : public single_layer {
public:
  explicit activation_layer(std::string_view function, const plain_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  bool supports_masking() const override { return true; }
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  activation function_;
};
ref<activation_layer> Activation(std::string_view function, const plain_options& options = {});

/// Hands its input on, with the penalty l1 sum |x| + l2 sum x^2 of it.
class activity_regularization_layer final : public identity_layer {
public:
  explicit activity_regularization_layer(double l1 = 0.0, double l2 = 0.0, std::string name = "");
  std::string class_name() const override;
  /// Another regularizer than L1L2 in its place is written beside l1 and l2, which are 0 then.
  bool writes_activity() const override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  bool is_l1_l2() const { return activity_regularizer && activity_regularizer.model()->builtin() == "L1L2"; }
};
ref<activity_regularization_layer> ActivityRegularization(double l1 = 0.0, double l2 = 0.0,
                                                          const std::string& name = "");

}  // namespace regula::layers
