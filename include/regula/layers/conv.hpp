// SPDX-License-Identifier: MIT
/// Conv1D, Conv2D, Conv3D, DepthwiseConv1D, DepthwiseConv2D: y = activation(convolution(x, W) + b), channels last.
#pragma once
#include <regula/layers/activations.hpp>
#include <regula/layers/convolution.hpp>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Empty strides and dilation_rate: 1 along each axis. `padding`: valid, same; causal for Conv1D.
struct conv_options {
  shape strides = {};
  std::string padding = "valid";
  shape dilation_rate = {};
  std::ptrdiff_t groups = 1;
  std::string activation = "linear";
  bool use_bias = true;
  initializer_option kernel_initializer = "GlorotUniform", bias_initializer = "Zeros";
  regularizer kernel_regularizer = {}, bias_regularizer = {}, activity_regularizer = {};
  std::string name = "";
  bool trainable = true;
};

inline constexpr std::string_view padding_names[] = {"valid", "same", "causal"};
inline padding padding_of(std::string_view name) {
  for (std::size_t k = 0; k < 3; ++k)
    if (padding_names[k] == name) return static_cast<padding>(k);
  throw config_error("padding is valid, same or causal, not \"" + std::string{name} + "\"");
}

/// Input (batch, spatial..., channels). Kernel (window..., channels / groups, filters), or for the depthwise ones
/// (window..., channels, multiplier); bias (filters,).
class conv_layer : public single_layer {
public:
  /// `depthwise`: filters is the multiplier, the filters of each channel.
  conv_layer(std::size_t spatial, bool depthwise, std::ptrdiff_t filters, shape window, const conv_options& o = {})
      : single_layer(o.name, o.trainable),
        spatial_(spatial),
        depthwise_(depthwise),
        filters_(positive(depthwise ? "depth_multiplier" : "filters", filters)),
        window_(std::move(window)),
        options_(o),
        activation_(o.activation),
        how_{o.strides, o.dilation_rate, padding_of(o.padding), o.groups} {
    for (auto* s : {&how_.strides, &how_.dilation})
      if (s->empty()) s->assign(spatial, 1);
    const auto fits = [&](const shape& s) {
      return s.size() == spatial && std::all_of(s.begin(), s.end(), [](auto n) { return n > 0; });
    };
    for (const auto& [what, s] :
         {std::pair{"kernel_size", window_}, {"strides", how_.strides}, {"dilation_rate", how_.dilation}})
      if (!fits(s))
        throw config_error(class_name() + ": " + what + " is " + std::to_string(spatial) +
                           " numbers from 1 up; given is " + shape_text(s));
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
  std::string class_name() const override {
    return std::string{depthwise_ ? "DepthwiseConv" : "Conv"} + std::to_string(spatial_) + "D";
  }
  std::ptrdiff_t filters() const { return filters_; }
  weight& kernel() { return weights()[0]; }
  weight& bias() { return find_weight("bias"); }

  shape output_shape(const shape& input) const override { return geometry(input).output(); }
  ndarray forward(const ndarray& x, record& r) override {
    auto z = convolve(x, weights()[0].value, geometry(x.shape()));
    if (options_.use_bias) z.matrix().rowwise() += weights()[1].value.matrix().row(0);
    if (r.keep) r.saved = {z};
    return activation_(std::move(z));
  }
  ndarray backward(const ndarray& dy, record& r) override {
    const auto& x = r.inputs[0];
    const auto dz = activation_.gradient(r.saved[0], r.outputs[0], dy);
    if (options_.use_bias) weights()[1].gradient.matrix().row(0) += dz.matrix().colwise().sum();
    ndarray dx;
    convolve_gradient(x, weights()[0].value, dz, geometry(x.shape()), &dx, &weights()[0].gradient);
    return dx;
  }
  json get_config() const override {
    const std::string kernel = depthwise_ ? "depthwise" : "kernel";
    json c{{depthwise_ ? "depth_multiplier" : "filters", filters_},
           {"kernel_size", window_},
           {"strides", how_.strides},
           {"padding", padding_names[static_cast<std::size_t>(how_.pad)]},
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

private:
  shape kernel_shape(const shape& input) const {
    if (input.size() != spatial_ + 2 || input.back() < 0)
      throw shape_error(class_name() + " \"" + name() + "\" reads (batch, " + std::to_string(spatial_) +
                        " spatial axes, channels); given is " + shape_text(input));
    auto s = window_;
    s.push_back(depthwise_ ? input.back() : input.back() / how_.groups);
    s.push_back(filters_);
    return s;
  }
  convolution_geometry geometry(const shape& input) const {
    const auto kernel = built() ? weights()[0].value.shape() : kernel_shape(input);
    if (built()) kernel_shape(input);
    return depthwise_ ? convolution_geometry::depthwise(input, kernel, how_)
                      : convolution_geometry(input, kernel, how_);
  }
  void make_weights(const shape& input, rng& draw) override {
    const auto g = geometry(input);
    weights()[0].build(g.kernel(), draw);
    if (options_.use_bias) weights()[1].build({g.filters()}, draw);
  }

  std::size_t spatial_;
  bool depthwise_;
  std::ptrdiff_t filters_;
  shape window_;
  conv_options options_;
  activation activation_;
  convolution_options how_;
};

inline ref<conv_layer> Conv1D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options = {}) {
  return make<conv_layer>(1U, false, filters, kernel_size, options);
}
inline ref<conv_layer> Conv2D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options = {}) {
  return make<conv_layer>(2U, false, filters, kernel_size, options);
}
inline ref<conv_layer> Conv3D(std::ptrdiff_t filters, const shape& kernel_size, const conv_options& options = {}) {
  return make<conv_layer>(3U, false, filters, kernel_size, options);
}
inline ref<conv_layer> DepthwiseConv1D(const shape& kernel_size, std::ptrdiff_t depth_multiplier = 1,
                                       const conv_options& options = {}) {
  return make<conv_layer>(1U, true, depth_multiplier, kernel_size, options);
}
inline ref<conv_layer> DepthwiseConv2D(const shape& kernel_size, std::ptrdiff_t depth_multiplier = 1,
                                       const conv_options& options = {}) {
  return make<conv_layer>(2U, true, depth_multiplier, kernel_size, options);
}

}  // namespace regula::layers
