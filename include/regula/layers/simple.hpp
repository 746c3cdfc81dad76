// SPDX-License-Identifier: MIT
/// Layers without weights: InputLayer, Flatten, Activation, ActivityRegularization.
#pragma once
#include <regula/layers/activations.hpp>
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
  shape output_shape(const shape& input) const override { return input; }
  ndarray forward(const ndarray& x, record&) override { return x; }
  ndarray backward(const ndarray& dy, record&) override { return dy; }
};

/// Where tensors enter a model.
class input_layer final : public identity_layer {
public:
  input_layer(shape batch_shape, std::string name) : identity_layer(std::move(name)), shape_(std::move(batch_shape)) {
    build({shape_}, nobody_);
  }
  std::string class_name() const override { return "InputLayer"; }
  const shape& batch_shape() const { return shape_; }
  shape output_shape(const shape& input) const override {
    bool fits = input.size() == shape_.size();
    for (std::size_t k = 0; fits && k < shape_.size(); ++k)
      fits = shape_[k] < 0 || input[k] < 0 || shape_[k] == input[k];
    if (fits) return input;
    throw shape_error("the input \"" + name() + "\" expects " + shape_text(shape_) + "; given is " + shape_text(input));
  }
  ndarray forward(const ndarray& x, record&) override {
    output_shape(x.shape());
    return x;
  }

private:
  shape shape_;
  rng nobody_{0};
};

/// An entrance of a model: the extents of one sample, or all with the batch.
inline symbolic Input(const shape& sample, const std::string& name = "") {
  shape whole{-1};
  whole.insert(whole.end(), sample.begin(), sample.end());
  const auto made = make<input_layer>(whole, name).shared();
  return {std::make_shared<graph_node>(graph_node{made, {}, {whole}}), 0};
}
inline any_layer InputLayer(const shape& sample, const std::string& name = "") {
  shape whole{-1};
  whole.insert(whole.end(), sample.begin(), sample.end());
  return make<input_layer>(whole, name);
}

/// (batch, a, b, ...) to (batch, a b ...); (batch,) to (batch, 1).
class flatten_layer final : public single_layer {
public:
  explicit flatten_layer(const plain_options& o = {}) : single_layer(o.name) {
    activity_regularizer = o.activity_regularizer;
  }
  std::string class_name() const override { return "Flatten"; }
  shape output_shape(const shape& input) const override {
    if (input.empty()) throw shape_error("Flatten \"" + name() + "\" reads (batch, ...); given is a scalar");
    return {input[0], entry_count({input.begin() + 1, input.end()})};
  }
  ndarray forward(const ndarray& x, record&) override { return x.reshaped(output_shape(x.shape())); }
  ndarray backward(const ndarray& dy, record& r) override { return dy.reshaped(r.inputs[0].shape()); }
  json get_config() const override { return {{"data_format", "channels_last"}}; }
};
inline ref<flatten_layer> Flatten(const plain_options& options = {}) { return make<flatten_layer>(options); }

/// An activation on its own.
class activation_layer final : public single_layer {
public:
  explicit activation_layer(std::string_view function, const plain_options& o = {})
      : single_layer(o.name), function_(function) {
    activity_regularizer = o.activity_regularizer;
  }
  std::string class_name() const override { return "Activation"; }
  shape output_shape(const shape& input) const override { return input; }
  ndarray forward(const ndarray& x, record&) override { return function_(x); }
  ndarray backward(const ndarray& dy, record& r) override { return function_.gradient(r.inputs[0], r.outputs[0], dy); }
  json get_config() const override { return {{"activation", function_.name()}}; }

private:
  activation function_;
};
inline ref<activation_layer> Activation(std::string_view function, const plain_options& options = {}) {
  return make<activation_layer>(function, options);
}

/// Hands its input on, with the penalty l1 sum |x| + l2 sum x^2 of it.
class activity_regularization_layer final : public identity_layer {
public:
  explicit activity_regularization_layer(double l1 = 0.0, double l2 = 0.0, std::string name = "")
      : identity_layer(std::move(name)) {
    activity_regularizer = regularizers::L1L2(l1, l2);
  }
  std::string class_name() const override { return "ActivityRegularization"; }
  /// Another regularizer than L1L2 in its place is written beside l1 and l2, which are 0 then.
  bool writes_activity() const override { return !is_l1_l2(); }
  json get_config() const override {
    if (is_l1_l2()) return activity_regularizer.get_config();
    return {{"l1", 0.0}, {"l2", 0.0}};
  }

private:
  bool is_l1_l2() const { return activity_regularizer && activity_regularizer.model()->builtin() == "L1L2"; }
};
inline ref<activity_regularization_layer> ActivityRegularization(double l1 = 0.0, double l2 = 0.0,
                                                                 const std::string& name = "") {
  return make<activity_regularization_layer>(l1, l2, name);
}

}  // namespace regula::layers
