// SPDX-License-Identifier: MIT
#include <regula/layers/config_reader.hpp>
#include <regula/layers/conv.hpp>
#include <regula/layers/conv_arguments.hpp>

namespace regula::layers {

conv_layer::conv_layer(std::size_t spatial, bool depthwise, std::ptrdiff_t filters, shape window, const conv_options& o)
    : single_layer(o.name, o.trainable),
      spatial_(spatial),
      depthwise_(depthwise),
      filters_(positive(depthwise ? "depth_multiplier" : "filters", filters)),
      window_(std::move(window)),
      options_(o),
      activation_(o.activation),
      how_{o.strides, o.dilation_rate, padding_of(o.padding), o.groups},
      format_(o.data_format) {
  how_ = checked_convolution(class_name(), spatial, window_, how_);
  positive("groups", o.groups);
  if (how_.pad == padding::causal && (spatial != 1 || depthwise))
    throw config_error("padding causal is for Conv1D alone");
  if (!depthwise && filters % o.groups != 0)
    throw config_error(class_name() + ": " + std::to_string(filters) + " filters do not divide into " +
                       std::to_string(o.groups) + " groups");
  activity_regularizer = o.activity_regularizer;
  declare("kernel", {o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint});
  declare("bias", {o.bias_initializer, o.bias_regularizer, o.bias_constraint}, o.use_bias);
}

std::string conv_layer::class_name() const {
  return std::string{depthwise_ ? "DepthwiseConv" : "Conv"} + std::to_string(spatial_) + "D";
}

shape conv_layer::output_shape(const shape& input) const { return format_.from_last(geometry(input).output()); }

ndarray conv_layer::forward(const ndarray& x, record& r) {
  const auto g = geometry(x.shape());
  ndarray buffer;
  auto z = convolve(format_.to_last(x, buffer), weights()[0].value, g, r.on);
  if (options_.use_bias) z.matrix().rowwise() += weights()[1].value.matrix().row(0);
  z = format_.from_last(std::move(z));
  if (r.keep) r.saved = {z};
  return activation_(std::move(z));
}

ndarray conv_layer::backward(const ndarray& dy, record& r) {
  ndarray dx, buffer;
  const auto& x = format_.to_last(r.inputs[0], buffer);
  const auto dz = format_.to_last(activation_.gradient(r.saved[0], r.outputs[0], dy));
  if (options_.use_bias) weights()[1].gradient.matrix().row(0) += dz.matrix().colwise().sum();
  convolve_gradient(x, weights()[0].value, dz, geometry(r.inputs[0].shape()), &dx, &weights()[0].gradient, r.on);
  return format_.from_last(std::move(dx));
}

json conv_layer::get_config() const {
  const std::string kernel = depthwise_ ? "depthwise" : "kernel";
  json c{{depthwise_ ? "depth_multiplier" : "filters", filters_},
         {"kernel_size", window_},
         {"strides", how_.strides},
         {"padding", name_of(how_.pad)},
         {"data_format", format_.name()},
         {"dilation_rate", how_.dilation}};
  if (!depthwise_) c["groups"] = how_.groups;
  c["activation"] = activation_.name();
  c["use_bias"] = options_.use_bias;
  const named_rules rules{{kernel, rules_of("kernel")}, {"bias", rules_of("bias")}};
  add_initializers(c, rules);
  add_regularizers(c, rules);
  c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
  add_constraints(c, rules);
  add_held(c);
  return c;
}

std::shared_ptr<layer> conv_layer::from_config(config_reader& c, std::size_t spatial, bool depthwise) {
  const std::string kernel = depthwise ? "depthwise" : "kernel";
  conv_options o;
  o.strides = c.extents("strides", spatial);
  o.padding = c.word("padding", o.padding);
  o.dilation_rate = c.extents("dilation_rate", spatial);
  o.groups = c.count("groups", 1);
  o.activation = c.word("activation", "linear");
  o.use_bias = c.flag("use_bias", true);
  c.rules(kernel, o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint);
  c.rules("bias", o.bias_initializer, o.bias_regularizer, o.bias_constraint);
  o.data_format = c.word("data_format", o.data_format);
  const auto window = c.extents("kernel_size", spatial);
  const auto filters = depthwise ? c.count("depth_multiplier", 1) : c.count("filters", 0);
  return std::make_shared<conv_layer>(spatial, depthwise, filters, window, o);
}

shape conv_layer::kernel_shape(const shape& input) const {
  check_image(class_name() + " \"" + name() + "\"", spatial_, format_, input);
  auto s = window_;
  const auto channels = format_.to_last(input).back();
  s.push_back(depthwise_ ? channels : channels / how_.groups);
  s.push_back(filters_);
  return s;
}

convolution_geometry conv_layer::geometry(const shape& input) const {
  const auto kernel = built() ? weights()[0].value.shape() : kernel_shape(input);
  if (built()) kernel_shape(input);
  const auto last = format_.to_last(input);
  return depthwise_ ? convolution_geometry::depthwise(last, kernel, how_) : convolution_geometry(last, kernel, how_);
}

void conv_layer::make_weights(const shape& input, rng& draw) {
  const auto g = geometry(input);
  weights()[0].build(g.kernel(), draw);
  if (options_.use_bias) weights()[1].build({g.filters()}, draw);
}

ref<conv_layer> Conv1D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options) {
  return make<conv_layer>(1U, false, filters, kernel_size, options);
}

ref<conv_layer> Conv2D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options) {
  return make<conv_layer>(2U, false, filters, kernel_size, options);
}

ref<conv_layer> Conv3D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options) {
  return make<conv_layer>(3U, false, filters, kernel_size, options);
}

ref<conv_layer> DepthwiseConv1D(const shape& kernel_size, std::ptrdiff_t depth_multiplier,
                                const conv_options& options) {
  return make<conv_layer>(1U, true, depth_multiplier, kernel_size, options);
}

ref<conv_layer> DepthwiseConv2D(const shape& kernel_size, std::ptrdiff_t depth_multiplier,
                                const conv_options& options) {
  return make<conv_layer>(2U, true, depth_multiplier, kernel_size, options);
}

}  // namespace regula::layers
