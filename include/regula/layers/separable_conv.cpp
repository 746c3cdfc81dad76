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
      how_(checked_convolution(class_name(), spatial, window_, {o.strides, o.dilation_rate, padding_of(o.padding)})) {
  positive("depth_multiplier", o.depth_multiplier);
  if (how_.pad == padding::causal) throw config_error(class_name() + ": padding is valid or same, not causal");
  activity_regularizer = o.activity_regularizer;
  declare("depthwise_kernel", o.depthwise_initializer, o.depthwise_regularizer, true, o.depthwise_constraint);
  declare("pointwise_kernel", o.pointwise_initializer, o.pointwise_regularizer, true, o.pointwise_constraint);
  if (o.use_bias) declare("bias", o.bias_initializer, o.bias_regularizer, true, o.bias_constraint);
}

std::string separable_conv_layer::class_name() const { return "SeparableConv" + std::to_string(spatial_) + "D"; }

shape separable_conv_layer::output_shape(const shape& input) const { return pointwise(input).output(); }

ndarray separable_conv_layer::forward(const ndarray& x, record& r) {
  auto between = convolve(x, weights()[0].value, depthwise(x.shape()));
  auto z = convolve(between, weights()[1].value, pointwise(x.shape()));
  if (options_.use_bias) z.matrix().rowwise() += weights()[2].value.matrix().row(0);
  if (r.keep) r.saved = {std::move(between), z};
  return activation_(std::move(z));
}

ndarray separable_conv_layer::backward(const ndarray& dy, record& r) {
  const auto& x = r.inputs[0];
  const auto dz = activation_.gradient(r.saved[1], r.outputs[0], dy);
  if (options_.use_bias) weights()[2].gradient.matrix().row(0) += dz.matrix().colwise().sum();
  ndarray between, dx;
  convolve_gradient(r.saved[0], weights()[1].value, dz, pointwise(x.shape()), &between, &weights()[1].gradient);
  convolve_gradient(x, weights()[0].value, between, depthwise(x.shape()), &dx, &weights()[0].gradient);
  return dx;
}

json separable_conv_layer::get_config() const {
  const auto &depthwise = weights()[0], &pointwise = weights()[1];
  const auto* bias = options_.use_bias ? &weights()[2] : nullptr;
  json c{{"depth_multiplier", options_.depth_multiplier},
         {"filters", filters_},
         {"kernel_size", window_},
         {"strides", how_.strides},
         {"padding", name_of(how_.pad)},
         {"data_format", "channels_last"},
         {"dilation_rate", how_.dilation},
         {"activation", activation_.name()},
         {"use_bias", options_.use_bias}};
  add_initializers(c, {{"depthwise", depthwise.initializer},
                       {"pointwise", pointwise.initializer},
                       {"bias", options_.bias_initializer}});
  add_regularizers(c, {{"depthwise", depthwise.regularizer},
                       {"pointwise", pointwise.regularizer},
                       {"bias", bias ? bias->regularizer : options_.bias_regularizer}});
  c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
  add_constraints(c, {{"depthwise", depthwise.constraint},
                      {"pointwise", pointwise.constraint},
                      {"bias", bias ? bias->constraint : options_.bias_constraint}});
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
  o.depthwise_initializer = c.initializer("depthwise_initializer", "GlorotUniform");
  o.pointwise_initializer = c.initializer("pointwise_initializer", "GlorotUniform");
  o.bias_initializer = c.initializer("bias_initializer", "Zeros");
  o.depthwise_regularizer = c.penalty("depthwise_regularizer");
  o.pointwise_regularizer = c.penalty("pointwise_regularizer");
  o.bias_regularizer = c.penalty("bias_regularizer");
  o.depthwise_constraint = c.constraint("depthwise_constraint");
  o.pointwise_constraint = c.constraint("pointwise_constraint");
  o.bias_constraint = c.constraint("bias_constraint");
  c.only("data_format", {"channels_last"});
  c.only("groups", {1});
  c.ignore({"kernel_initializer"});  // Keras 2 writes the three, of a kernel that there is not
  for (const auto* key : {"kernel_regularizer", "kernel_constraint"}) c.only(key, {});
  return std::make_shared<separable_conv_layer>(spatial, c.count("filters", 0), c.extents("kernel_size", spatial), o);
}

convolution_geometry separable_conv_layer::depthwise(const shape& input) const {
  const auto who = class_name() + " \"" + name() + "\"";
  check_image(who, spatial_, input);
  auto kernel = window_;
  kernel.push_back(input.back());
  kernel.push_back(options_.depth_multiplier);
  if (built() && kernel != weights()[0].value.shape())
    throw shape_error(who + " was built for " + std::to_string(weights()[0].value.shape(spatial_)) +
                      " channels; given is " + shape_text(input));
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
