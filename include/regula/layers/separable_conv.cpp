// SPDX-License-Identifier: MIT
#include <regula/layers/config_reader.hpp>
#include <regula/layers/conv_arguments.hpp>
#include <regula/layers/separable_conv.hpp>

namespace regula::layers {

separable_conv_layer::separable_conv_layer(std::size_t spatial, std::ptrdiff_t filters, shape window,
                                           const separable_conv_options& o)
    : single_layer(o.name, o.trainable),
      spatial_(spatial),
      filters_(positive("filters", filters)),
      window_(std::move(window)),
      options_(o),
      activation_(o.activation),
      how_(checked_convolution(class_name(), spatial, window_, {o.strides, o.dilation_rate, padding_of(o.padding)})),
      format_(o.data_format) {
  positive("depth_multiplier", o.depth_multiplier);
  if (how_.pad == padding::causal) throw config_error(class_name() + ": padding is valid or same, not causal");
  activity_regularizer = o.activity_regularizer;
  declare("depthwise_kernel", {o.depthwise_initializer, o.depthwise_regularizer, o.depthwise_constraint});
  declare("pointwise_kernel", {o.pointwise_initializer, o.pointwise_regularizer, o.pointwise_constraint});
  declare("bias", {o.bias_initializer, o.bias_regularizer, o.bias_constraint}, o.use_bias);
}

std::string separable_conv_layer::class_name() const { return "SeparableConv" + std::to_string(spatial_) + "D"; }

shape separable_conv_layer::output_shape(const shape& input) const {
  return format_.from_last(pointwise(input).output());
}

ndarray separable_conv_layer::forward(const ndarray& x, record& r) {
  ndarray buffer;
  auto between = convolve(format_.to_last(x, buffer), weights()[0].value, depthwise(x.shape()), r.on);
  auto z = convolve(between, weights()[1].value, pointwise(x.shape()), r.on);
  if (options_.use_bias) z.matrix().rowwise() += weights()[2].value.matrix().row(0);
  z = format_.from_last(std::move(z));
  if (r.keep) r.saved = {std::move(between), z};
  return activation_(std::move(z));
}

ndarray separable_conv_layer::backward(const ndarray& dy, record& r) {
  ndarray buffer;
  const auto& given = r.inputs[0].shape();
  const auto& x = format_.to_last(r.inputs[0], buffer);
  const auto dz = format_.to_last(activation_.gradient(r.saved[1], r.outputs[0], dy));
  if (options_.use_bias) weights()[2].gradient.matrix().row(0) += dz.matrix().colwise().sum();
  ndarray between, dx;
  convolve_gradient(r.saved[0], weights()[1].value, dz, pointwise(given), &between, &weights()[1].gradient, r.on);
  convolve_gradient(x, weights()[0].value, between, depthwise(given), &dx, &weights()[0].gradient, r.on);
  return format_.from_last(std::move(dx));
}

json separable_conv_layer::get_config() const {
  json c{{"depth_multiplier", options_.depth_multiplier},
         {"filters", filters_},
         {"kernel_size", window_},
         {"strides", how_.strides},
         {"padding", name_of(how_.pad)},
         {"data_format", format_.name()},
         {"dilation_rate", how_.dilation},
         {"activation", activation_.name()},
         {"use_bias", options_.use_bias}};
  const named_rules rules{{"depthwise", rules_of("depthwise_kernel")},
                          {"pointwise", rules_of("pointwise_kernel")},
                          {"bias", rules_of("bias")}};
  add_initializers(c, rules);
  add_regularizers(c, rules);
  c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
  add_constraints(c, rules);
  return c;
}

std::shared_ptr<layer> separable_conv_layer::from_config(config_reader& c, std::size_t spatial) {
  separable_conv_options o;
  o.strides = c.extents("strides", spatial);
  o.padding = c.word("padding", o.padding);
  o.dilation_rate = c.extents("dilation_rate", spatial);
  o.depth_multiplier = c.count("depth_multiplier", 1);
  o.activation = c.word("activation", "linear");
  o.use_bias = c.flag("use_bias", true);
  c.rules("depthwise", o.depthwise_initializer, o.depthwise_regularizer, o.depthwise_constraint);
  c.rules("pointwise", o.pointwise_initializer, o.pointwise_regularizer, o.pointwise_constraint);
  c.rules("bias", o.bias_initializer, o.bias_regularizer, o.bias_constraint);
  o.data_format = c.word("data_format", o.data_format);
  c.only("groups", {1});
  c.ignore({"kernel_initializer"});  // Keras 2 writes the three, of a kernel that there is not
  for (const auto* key : {"kernel_regularizer", "kernel_constraint"}) c.only(key, {});
  return std::make_shared<separable_conv_layer>(spatial, c.count("filters", 0), c.extents("kernel_size", spatial), o);
}

convolution_geometry separable_conv_layer::depthwise(const shape& given) const {
  const auto who = class_name() + " \"" + name() + "\"";
  check_image(who, spatial_, format_, given);
  const auto input = format_.to_last(given);
  auto kernel = window_;
  kernel.push_back(input.back());
  kernel.push_back(options_.depth_multiplier);
  if (built() && kernel != weights()[0].value.shape())
    throw shape_error(who + " was built for " + std::to_string(weights()[0].value.shape(spatial_)) +
                      " channels; given is " + shape_text(given));
  return convolution_geometry::depthwise(input, kernel, how_);
}

convolution_geometry separable_conv_layer::pointwise(const shape& input) const {
  const auto between = depthwise(input).output();
  shape kernel(spatial_, 1);
  kernel.push_back(between.back());
  kernel.push_back(filters_);
  return {between, kernel};
}

void separable_conv_layer::make_weights(const shape& input, rng& draw) {
  const auto first = depthwise(input), second = pointwise(input);
  weights()[0].build(first.kernel(), draw);
  weights()[1].build(second.kernel(), draw);
  if (options_.use_bias) weights()[2].build({filters_}, draw);
}

ref<separable_conv_layer> SeparableConv1D(std::ptrdiff_t filters, const shape& kernel_size,
                                          const separable_conv_options& options) {
  return make<separable_conv_layer>(1U, filters, kernel_size, options);
}

ref<separable_conv_layer> SeparableConv2D(std::ptrdiff_t filters, const shape& kernel_size,
                                          const separable_conv_options& options) {
  return make<separable_conv_layer>(2U, filters, kernel_size, options);
}

}  // namespace regula::layers
