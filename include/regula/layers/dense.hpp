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
  std::string name = "";
  bool trainable = true;
};

/// Input (batch, ..., features), output (batch, ..., units); kernel (features, units), bias (units,).
class dense_layer : public single_layer {
public:
  explicit dense_layer(std::ptrdiff_t units, const dense_options& o = {})
      : single_layer(o.name, o.trainable),
        units_(positive("units", units)),
        activation_(o.activation),
        with_bias_(o.use_bias),
        bias_regularizer_(o.bias_regularizer) {
    activity_regularizer = o.activity_regularizer;
    declare("kernel", o.kernel_initializer, o.kernel_regularizer);
    if (with_bias_) declare("bias", o.bias_initializer, o.bias_regularizer);
    bias_initializer_ = o.bias_initializer;
  }
  std::string class_name() const override { return "Dense"; }
  std::ptrdiff_t units() const { return units_; }
  weight& kernel() { return weights()[0]; }
  weight& bias() { return find_weight("bias"); }

  shape output_shape(const shape& input) const override {
    check(input);
    auto out = input;
    out.back() = units_;
    return out;
  }
  ndarray forward(const ndarray& x, record& r) override {
    ndarray z(output_shape(x.shape()));
    z.matrix().noalias() = x.matrix() * weights()[0].value.matrix();
    if (with_bias_) z.matrix().rowwise() += weights()[1].value.matrix().row(0);
    if (r.keep) r.saved = {z};
    return activation_(std::move(z));
  }
  ndarray backward(const ndarray& dy, record& r) override {
    const auto& x = r.inputs[0];
    const auto dz = activation_.gradient(r.saved[0], r.outputs[0], dy);
    weights()[0].gradient.matrix().noalias() += x.matrix().transpose() * dz.matrix();
    if (with_bias_) weights()[1].gradient.matrix().row(0) += dz.matrix().colwise().sum();
    ndarray dx(x.shape());
    dx.matrix().noalias() = dz.matrix() * weights()[0].value.matrix().transpose();
    return dx;
  }
  json get_config() const override {
    json c;
    c["units"] = units_;
    c["activation"] = activation_.name();
    c["use_bias"] = with_bias_;
    add_initializers(c, {{"kernel", weights()[0].initializer}, {"bias", bias_initializer_}});
    add_regularizers(
        c, {{"kernel", weights()[0].regularizer}, {"bias", with_bias_ ? weights()[1].regularizer : bias_regularizer_}});
    for (const auto* key : {"kernel_constraint", "bias_constraint"}) c[key] = nullptr;
    c["quantization_config"] = nullptr;
    return c;
  }

private:
  void make_weights(const shape& input, rng& draw) override {
    check(input, false);
    weights()[0].build({input.back(), units_}, draw);
    if (with_bias_) weights()[1].build({units_}, draw);
  }
  void check(const shape& input, bool with_kernel = true) const {
    if (input.size() < 2 || input.back() < 0)
      throw shape_error("Dense \"" + name() + "\" reads (batch, ..., features); given is " + shape_text(input));
    if (with_kernel && built() && input.back() != weights()[0].value.shape(0))
      throw shape_error("Dense \"" + name() + "\" was built for " + std::to_string(weights()[0].value.shape(0)) +
                        " features; given is " + shape_text(input));
  }

  std::ptrdiff_t units_;
  activation activation_;
  bool with_bias_;
  regularizer bias_regularizer_;
  initializers::initializer bias_initializer_;
};

inline ref<dense_layer> Dense(std::ptrdiff_t units, const dense_options& options = {}) {
  return make<dense_layer>(units, options);
}

}  // namespace regula::layers
