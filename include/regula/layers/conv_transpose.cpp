// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/conv_arguments.hpp>
#include <regula/layers/conv_transpose.hpp>

namespace regula::layers {
namespace {

bool any_above_1(const shape& s) {
  return std::any_of(s.begin(), s.end(), [](auto n) { return n > 1; });
}

}  // namespace

conv_transpose_layer::conv_transpose_layer(std::size_t spatial, std::ptrdiff_t filters, shape window,
                                           const conv_transpose_options& o)
    : single_layer(o.name, o.trainable),
      spatial_(spatial),
      filters_(positive("filters", filters)),
      window_(std::move(window)),
      options_(o),
      activation_(o.activation),
      how_(checked_convolution(class_name(), spatial, window_, {o.strides, o.dilation_rate, padding_of(o.padding)})),
      format_(o.data_format) {
  if (how_.pad == padding::causal) throw config_error(class_name() + ": padding is valid or same, not causal");
  if (any_above_1(how_.strides) && any_above_1(how_.dilation))
    throw config_error(class_name() + ": strides above 1 do not go together with dilation_rate above 1; given are " +
                       shape_text(how_.strides) + " and " + shape_text(how_.dilation));
  const auto& more = o.output_padding;
  bool fits = more.empty() || more.size() == spatial;
  for (std::size_t k = 0; fits && k < more.size(); ++k) {
    const bool even = (window_[k] - 1) % 2 * (how_.dilation[k] % 2) != 0;
    fits = more[k] >= (how_.pad == padding::same && even ? 1 : 0) && more[k] < how_.strides[k];
  }
  if (!fits)
    throw config_error(class_name() + ": output_padding is " + std::to_string(spatial) +
                       " numbers below strides, from 0 up, with padding same and a window of even reach from 1 up; " +
                       "given is " + shape_text(more) + " with strides " + shape_text(how_.strides));
  activity_regularizer = o.activity_regularizer;
  declare("kernel", {o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint});
  declare("bias", {o.bias_initializer, o.bias_regularizer, o.bias_constraint}, o.use_bias);
}

std::string conv_transpose_layer::class_name() const { return "Conv" + std::to_string(spatial_) + "DTranspose"; }

shape conv_transpose_layer::output_shape(const shape& input) const {
  return format_.from_last(geometry(input).input());
}

ndarray conv_transpose_layer::forward(const ndarray& x, record& r) {
  const auto g = geometry(x.shape());
  ndarray z, buffer;
  convolve_gradient(ndarray(g.input()), weights()[0].value, format_.to_last(x, buffer), g, &z, nullptr, r.on);
  if (options_.use_bias) z.matrix().rowwise() += weights()[1].value.matrix().row(0);
  z = format_.from_last(std::move(z));
  if (r.keep) r.saved = {z};
  return activation_(std::move(z));
}

ndarray conv_transpose_layer::backward(const ndarray& dy, record& r) {
  ndarray buffer;
  const auto& x = format_.to_last(r.inputs[0], buffer);
  const auto g = geometry(r.inputs[0].shape());
  const auto dz = format_.to_last(activation_.gradient(r.saved[0], r.outputs[0], dy));
  if (options_.use_bias) weights()[1].gradient.matrix().row(0) += dz.matrix().colwise().sum();
  convolve_gradient(dz, weights()[0].value, x, g, nullptr, &weights()[0].gradient, r.on);
  return format_.from_last(convolve(dz, weights()[0].value, g, r.on));
}

json conv_transpose_layer::get_config() const {
  json c{{"filters", filters_},
         {"kernel_size", window_},
         {"strides", how_.strides},
         {"padding", name_of(how_.pad)},
         {"output_padding", options_.output_padding.empty() ? json() : json(options_.output_padding)},
         {"data_format", format_.name()},
         {"dilation_rate", how_.dilation},
         {"activation", activation_.name()},
         {"use_bias", options_.use_bias}};
  const named_rules rules{{"kernel", rules_of("kernel")}, {"bias", rules_of("bias")}};
  add_initializers(c, rules);
  add_regularizers(c, rules);
  c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
  add_constraints(c, rules);
  return c;
}

std::shared_ptr<layer> conv_transpose_layer::from_config(config_reader& c, std::size_t spatial) {
  conv_transpose_options o;
  o.strides = c.extents("strides", spatial);
  o.padding = c.word("padding", o.padding);
  o.output_padding = c.whole_numbers("output_padding");
  if (o.output_padding.size() == 1) o.output_padding.assign(spatial, o.output_padding[0]);
  o.dilation_rate = c.extents("dilation_rate", spatial);
  o.activation = c.word("activation", "linear");
  o.use_bias = c.flag("use_bias", true);
  c.rules("kernel", o.kernel_initializer, o.kernel_regularizer, o.kernel_constraint);
  c.rules("bias", o.bias_initializer, o.bias_regularizer, o.bias_constraint);
  o.data_format = c.word("data_format", o.data_format);
  c.only("groups", {1});
  return std::make_shared<conv_transpose_layer>(spatial, c.count("filters", 0), c.extents("kernel_size", spatial), o);
}

std::ptrdiff_t conv_transpose_layer::length(std::size_t axis, std::ptrdiff_t in) const {
  const auto stride = how_.strides[axis];
  const auto reach = extent_product(window_[axis] - 1, how_.dilation[axis]) + 1;
  const auto before = extent_product(in - 1, stride);
  const bool same = how_.pad == padding::same;
  if (options_.output_padding.empty()) return before + (same ? stride : std::max(reach, stride));
  return before + (same ? reach % 2 : reach) + options_.output_padding[axis];
}

convolution_geometry conv_transpose_layer::geometry(const shape& given) const {
  const auto who = class_name() + " \"" + name() + "\"";
  check_image(who, spatial_, format_, given);
  const auto input = format_.to_last(given);
  auto output = input;
  output.back() = filters_;
  for (std::size_t k = 0; k < spatial_; ++k) {
    if (input[k + 1] < 1)
      throw shape_error(who + " needs entries along each spatial axis, their number known; given is " +
                        shape_text(given));
    output[k + 1] = length(k, input[k + 1]);
  }
  auto kernel = window_;
  kernel.push_back(filters_);
  kernel.push_back(input.back());
  if (built() && kernel != weights()[0].value.shape())
    throw shape_error(who + " was built for " + std::to_string(weights()[0].value.shape().back()) +
                      " channels; given is " + shape_text(given));
  return {output, kernel, how_};
}

void conv_transpose_layer::make_weights(const shape& input, rng& draw) {
  weights()[0].build(geometry(input).kernel(), draw);
  if (options_.use_bias) weights()[1].build({filters_}, draw);
}

ref<conv_transpose_layer> Conv1DTranspose(std::ptrdiff_t filters, const shape& kernel_size,
                                          const conv_transpose_options& options) {
  return make<conv_transpose_layer>(1U, filters, kernel_size, options);
}

ref<conv_transpose_layer> Conv2DTranspose(std::ptrdiff_t filters, const shape& kernel_size,
                                          const conv_transpose_options& options) {
  return make<conv_transpose_layer>(2U, filters, kernel_size, options);
}

ref<conv_transpose_layer> Conv3DTranspose(std::ptrdiff_t filters, const shape& kernel_size,
                                          const conv_transpose_options& options) {
  return make<conv_transpose_layer>(3U, filters, kernel_size, options);
}

}  // namespace regula::layers
