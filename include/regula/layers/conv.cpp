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
      how_{o.strides, o.dilation_rate, padding_of(o.padding), o.groups} {
  how_ = checked_convolution(class_name(), spatial, window_, how_);
  positive("groups", o.groups);
  if (how_.pad == padding::causal && (spatial != 1 || depthwise))
    throw config_error("padding causal is for Conv1D alone");
  if (!depthwise && filters % o.groups != 0)
    throw config_error(class_name() + ": " + std::to_string(filters) + " filters do not divide into " +
                       std::to_string(o.groups) + " groups");
  activity_regularizer = o.activity_regularizer;
  declare("kernel", o.kernel_initializer, o.kernel_regularizer);
  if (o.use_bias) declare("bias", o.bias_initializer, o.bias_regularizer);
}

std::string conv_layer::class_name() const {
  return std::string{depthwise_ ? "DepthwiseConv" : "Conv"} + std::to_string(spatial_) + "D";
}

shape conv_layer::output_shape(const shape& input) const { return geometry(input).output(); }

ndarray conv_layer::forward(const ndarray& x, record& r) {
  auto z = convolve(x, weights()[0].value, geometry(x.shape()));
  if (options_.use_bias) z.matrix().rowwise() += weights()[1].value.matrix().row(0);
  if (r.keep) r.saved = {z};
  return activation_(std::move(z));
}

ndarray conv_layer::backward(const ndarray& dy, record& r) {
  const auto& x = r.inputs[0];
  const auto dz = activation_.gradient(r.saved[0], r.outputs[0], dy);
  if (options_.use_bias) weights()[1].gradient.matrix().row(0) += dz.matrix().colwise().sum();
  ndarray dx;
  convolve_gradient(x, weights()[0].value, dz, geometry(x.shape()), &dx, &weights()[0].gradient);
  return dx;
}

json conv_layer::get_config() const {
  const std::string kernel = depthwise_ ? "depthwise" : "kernel";
  json c{{depthwise_ ? "depth_multiplier" : "filters", filters_},
         {"kernel_size", window_},
         {"strides", how_.strides},
         {"padding", name_of(how_.pad)},
         {"data_format", "channels_last"},
         {"dilation_rate", how_.dilation}};
  if (!depthwise_) c["groups"] = how_.groups;
  c["activation"] = activation_.name();
  c["use_bias"] = options_.use_bias;
  add_initializers(c, {{kernel.c_str(), weights()[0].initializer}, {"bias", options_.bias_initializer}});
  add_regularizers(c, {{kernel.c_str(), weights()[0].regularizer},
                       {"bias", options_.use_bias ? weights()[1].regularizer : options_.bias_regularizer}});
  c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
  for (const auto& key : {kernel + "_constraint", std::string{"bias_constraint"}}) c[key] = nullptr;
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
  o.kernel_initializer = c.initializer((kernel + "_initializer").c_str(), "GlorotUniform");
  o.bias_initializer = c.initializer("bias_initializer", "Zeros");
  o.kernel_regularizer = c.penalty((kernel + "_regularizer").c_str());
  o.bias_regularizer = c.penalty("bias_regularizer");
  c.only("data_format", {"channels_last"});
  c.only((kernel + "_constraint").c_str(), {});
  c.only("bias_constraint", {});
  const auto window = c.extents("kernel_size", spatial);
  const auto filters = depthwise ? c.count("depth_multiplier", 1) : c.count("filters", 0);
  return std::make_shared<conv_layer>(spatial, depthwise, filters, window, o);
}

shape conv_layer::kernel_shape(const shape& input) const {
  check_image(class_name() + " \"" + name() + "\"", spatial_, input);
  auto s = window_;
  s.push_back(depthwise_ ? input.back() : input.back() / how_.groups);
  s.push_back(filters_);
  return s;
}

convolution_geometry conv_layer::geometry(const shape& input) const {
  const auto kernel = built() ? weights()[0].value.shape() : kernel_shape(input);
  if (built()) kernel_shape(input);
  return depthwise_ ? convolution_geometry::depthwise(input, kernel, how_) : convolution_geometry(input, kernel, how_);
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
