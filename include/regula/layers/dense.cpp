// SPDX-License-Identifier: MIT
#include <regula/layers/config_reader.hpp>
#include <regula/layers/dense.hpp>
#include <regula/layers/products.hpp>

namespace regula::layers {

dense_layer::dense_layer(std::ptrdiff_t units, const dense_options& o)
    : single_layer(o.name, o.trainable),
      units_(positive("units", units)),
      activation_(o.activation),
      with_bias_(o.use_bias) {
  activity_regularizer = o.activity_regularizer;
  declare("kernel", {o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint});
  declare("bias", {o.bias_initializer, o.bias_regularizer, o.bias_constraint}, with_bias_);
}

std::string dense_layer::class_name() const { return "Dense"; }

shape dense_layer::output_shape(const shape& input) const {
  check(input);
  auto out = input;
  out.back() = units_;
  return out;
}

ndarray dense_layer::forward(const ndarray& x, record& r) {
  ndarray z(output_shape(x.shape()));
  assign_product(r.on, z.matrix(), x.matrix(), weights()[0].value.matrix());
  if (with_bias_) z.matrix().rowwise() += weights()[1].value.matrix().row(0);
  if (r.keep) r.saved = {z};
  return activation_(std::move(z));
}

ndarray dense_layer::backward(const ndarray& dy, record& r) {
  const auto& x = r.inputs[0];
  const auto dz = activation_.gradient(r.saved[0], r.outputs[0], dy);
  add_product(r.on, weights()[0].gradient.matrix(), x.matrix().transpose(), dz.matrix());
  if (with_bias_) weights()[1].gradient.matrix().row(0) += dz.matrix().colwise().sum();
  ndarray dx(x.shape());
  assign_product(r.on, dx.matrix(), dz.matrix(), weights()[0].value.matrix().transpose());
  return dx;
}

json dense_layer::get_config() const {
  json c;
  c["units"] = units_;
  c["activation"] = activation_.name();
  c["use_bias"] = with_bias_;
  const named_rules rules{{"kernel", rules_of("kernel")}, {"bias", rules_of("bias")}};
  add_initializers(c, rules);
  add_regularizers(c, rules);
  add_constraints(c, rules);
  c["quantization_config"] = nullptr;
  add_held(c);
  return c;
}

std::shared_ptr<layer> dense_layer::from_config(config_reader& c) {
  dense_options o;
  const auto units = c.count("units", 0);
  o.activation = c.word("activation", "linear");
  o.use_bias = c.flag("use_bias", true);
  c.rules("kernel", o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint);
  c.rules("bias", o.bias_initializer, o.bias_regularizer, o.bias_constraint);
  for (const auto* key : {"lora_rank", "quantization_config"}) c.only(key, {});
  return std::make_shared<dense_layer>(units, o);
}

void dense_layer::make_weights(const shape& input, rng& draw) {
  check(input, false);
  weights()[0].build({input.back(), units_}, draw);
  if (with_bias_) weights()[1].build({units_}, draw);
}

void dense_layer::check(const shape& input, bool with_kernel) const {
  if (input.size() < 2 || input.back() < 0)
    throw shape_error("Dense \"" + name() + "\" reads (batch, ..., features); given is " + shape_text(input));
  if (with_kernel && built() && input.back() != weights()[0].value.shape(0))
    throw shape_error("Dense \"" + name() + "\" was built for " + std::to_string(weights()[0].value.shape(0)) +
                      " features; given is " + shape_text(input));
}

ref<dense_layer> Dense(std::ptrdiff_t units, const dense_options& options) { return make<dense_layer>(units, options); }

}  // namespace regula::layers
