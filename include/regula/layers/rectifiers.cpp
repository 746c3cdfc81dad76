// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <regula/layers/activation_functions.hpp>
#include <regula/layers/axes.hpp>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/rectifiers.hpp>

namespace regula::layers {
namespace {

/// A finite float, not negative where `least` is 0.
double parameter_of(const char* of, const char* what, double v, bool negative_too) {
  if (std::isfinite(static_cast<float>(v)) && (negative_too || v >= 0.0)) return v;
  throw config_error(std::string{of} + ": " + what + " is a number" + (negative_too ? "" : " from 0 up") +
                     "; given is " + number_text(v));
}

/// y_i = f(x_i).
template <class F> ndarray each_of(const ndarray& x, F f) {
  ndarray y(x.shape());
  std::transform(x.values().begin(), x.values().end(), y.values().begin(), f);
  return y;
}

/// dx_i = dy_i slope(x_i), NaN where x is.
template <class F> ndarray each_slope(const ndarray& x, const ndarray& dy, F slope) {
  ndarray dx(x.shape());
  std::transform(x.values().begin(), x.values().end(), dy.values().begin(), dx.values().begin(),
                 [&](float v, float d) { return d * with_nan(v, slope(v)); });
  return dx;
}

/// What Keras 2 calls alpha.
double negative_slope_in(config_reader& c, double otherwise) {
  const double older = c.number("alpha", otherwise);
  return c.number("negative_slope", older);
}

}  // namespace

relu_layer::relu_layer(const relu_options& o) : identity_layer(o.name), options_(o) {
  if (o.max_value) parameter_of("ReLU", "max_value", *o.max_value, false);
  parameter_of("ReLU", "negative_slope", o.negative_slope, false);
  parameter_of("ReLU", "threshold", o.threshold, false);
  activity_regularizer = o.activity_regularizer;
}

std::string relu_layer::class_name() const { return "ReLU"; }

ndarray relu_layer::forward(const ndarray& x, record&) {
  const auto slope = static_cast<float>(options_.negative_slope), from = static_cast<float>(options_.threshold);
  const auto most = options_.max_value ? static_cast<float>(*options_.max_value) : INFINITY;
  return each_of(x, [=](float v) {
    if (v > from) return std::min(v, most);
    return slope == 0.0F ? with_nan(v, 0.0F) : slope * (v - from);
  });
}

ndarray relu_layer::backward(const ndarray& dy, record& r) {
  const auto slope = static_cast<float>(options_.negative_slope), from = static_cast<float>(options_.threshold);
  const auto most = options_.max_value ? static_cast<float>(*options_.max_value) : INFINITY;
  const bool bounded = options_.max_value.has_value();
  return each_slope(r.inputs[0], dy,
                    [=](float v) { return v > from ? static_cast<float>(!bounded || v < most) : slope; });
}

json relu_layer::get_config() const {
  return {{"max_value", options_.max_value ? json(*options_.max_value) : json()},
          {"negative_slope", options_.negative_slope},
          {"threshold", options_.threshold}};
}

std::shared_ptr<layer> relu_layer::from_config(config_reader& c) {
  relu_options o;
  if (c.has("max_value")) o.max_value = c.number("max_value", 0.0);
  c.ignore({"max_value"});
  o.negative_slope = negative_slope_in(c, o.negative_slope);
  o.threshold = c.number("threshold", o.threshold);
  return std::make_shared<relu_layer>(o);
}

ref<relu_layer> ReLU(const relu_options& options) { return make<relu_layer>(options); }

scaled_below_layer::scaled_below_layer(kind what, double factor, const plain_options& o)
    : identity_layer(o.name), kind_(what), factor_(factor) {
  const bool elu = what == kind::elu;
  parameter_of(elu ? "ELU" : "LeakyReLU", elu ? "alpha" : "negative_slope", factor, true);
  activity_regularizer = o.activity_regularizer;
}

std::string scaled_below_layer::class_name() const { return kind_ == kind::elu ? "ELU" : "LeakyReLU"; }

ndarray scaled_below_layer::forward(const ndarray& x, record&) {
  const double a = factor_;
  if (kind_ == kind::elu)
    return each_of(x, [a](float v) { return v > 0.0F ? v : static_cast<float>(a * std::expm1(double{v})); });
  return each_of(x, [a](float v) { return v > 0.0F ? v : static_cast<float>(a * v); });
}

ndarray scaled_below_layer::backward(const ndarray& dy, record& r) {
  const double a = factor_;
  if (kind_ == kind::elu)
    return each_slope(r.inputs[0], dy,
                      [a](float v) { return v > 0.0F ? 1.0F : static_cast<float>(a * std::exp(double{v})); });
  return each_slope(r.inputs[0], dy, [a](float v) { return v > 0.0F ? 1.0F : static_cast<float>(a); });
}

json scaled_below_layer::get_config() const { return {{kind_ == kind::elu ? "alpha" : "negative_slope", factor_}}; }

std::shared_ptr<layer> scaled_below_layer::from_config(config_reader& c, kind what) {
  return std::make_shared<scaled_below_layer>(what,
                                              what == kind::elu ? c.number("alpha", 1.0) : negative_slope_in(c, 0.3));
}

ref<scaled_below_layer> LeakyReLU(double negative_slope, const plain_options& options) {
  return make<scaled_below_layer>(scaled_below_layer::kind::leaky_relu, negative_slope, options);
}

ref<scaled_below_layer> ELU(double alpha, const plain_options& options) {
  return make<scaled_below_layer>(scaled_below_layer::kind::elu, alpha, options);
}

prelu_layer::prelu_layer(const prelu_options& o) : single_layer(o.name, o.trainable), shared_(o.shared_axes) {
  for (const auto axis : shared_) positive("PReLU: an axis of shared_axes", axis);
  activity_regularizer = o.activity_regularizer;
  declare("alpha", {o.alpha_initializer, o.alpha_regularizer, o.alpha_constraint});
}

std::string prelu_layer::class_name() const { return "PReLU"; }

shape prelu_layer::output_shape(const shape& input) const {
  const auto needed = alpha_shape(input);
  if (built() && needed != weights()[0].value.shape())
    throw shape_error("PReLU \"" + name() + "\" has an alpha of shape " + shape_text(weights()[0].value.shape()) +
                      "; given is " + shape_text(input));
  return input;
}

ndarray prelu_layer::forward(const ndarray& x, record&) {
  output_shape(x.shape());
  const auto& alpha = weights()[0].value;
  const auto places = broadcast_places({x.shape().begin() + 1, x.shape().end()}, alpha.shape());
  ndarray y = x;
  for (std::ptrdiff_t i = 0; i < x.size();)
    for (const auto at : places) {
      if (!(y.data()[i] > 0.0F)) y.data()[i] *= alpha.data()[at];
      ++i;
    }
  return y;
}

ndarray prelu_layer::backward(const ndarray& dy, record& r) {
  const auto& x = r.inputs[0];
  auto& alpha = weights()[0];
  const auto places = broadcast_places({x.shape().begin() + 1, x.shape().end()}, alpha.value.shape());
  Eigen::ArrayXd sums = Eigen::ArrayXd::Zero(alpha.value.size());
  ndarray dx = dy;
  for (std::ptrdiff_t i = 0; i < x.size();)
    for (const auto at : places) {
      const float v = x.data()[i];
      if (!(v > 0.0F)) {
        sums[at] += double{dy.data()[i]} * double{v};
        dx.data()[i] *= with_nan(v, v < 0.0F ? alpha.value.data()[at] : 0.0F);
      }
      ++i;
    }
  alpha.gradient.flat() += sums.cast<float>();
  return dx;
}

json prelu_layer::get_config() const {
  json c;
  const named_rules rules{{"alpha", rules_of("alpha")}};
  add_initializers(c, rules);
  add_regularizers(c, rules);
  add_constraints(c, rules);
  c["shared_axes"] = shared_.empty() ? json() : json(shared_);
  return c;
}

std::shared_ptr<layer> prelu_layer::from_config(config_reader& c) {
  prelu_options o;
  c.rules("alpha", o.alpha_initializer, o.alpha_regularizer, o.alpha_constraint);
  o.shared_axes = c.whole_numbers("shared_axes");
  return std::make_shared<prelu_layer>(o);
}

shape prelu_layer::alpha_shape(const shape& input) const {
  const auto axes = static_cast<std::ptrdiff_t>(input.size());
  for (const auto axis : shared_)
    if (axis >= axes)
      throw shape_error("PReLU \"" + name() + "\" shares alpha along the axis " + std::to_string(axis) + "; given is " +
                        shape_text(input));
  shape s;
  for (std::ptrdiff_t k = 1; k < axes; ++k)
    s.push_back(std::count(shared_.begin(), shared_.end(), k) > 0 ? 1 : input[static_cast<std::size_t>(k)]);
  if (s.empty() || std::any_of(s.begin(), s.end(), [](auto n) { return n < 0; }))
    throw shape_error("PReLU \"" + name() +
                      "\" reads a batch of samples whose extents are known, or shared; given is " + shape_text(input));
  return s;
}

void prelu_layer::make_weights(const shape& input, rng& draw) { weights()[0].build(alpha_shape(input), draw); }

ref<prelu_layer> PReLU(const prelu_options& options) { return make<prelu_layer>(options); }

softmax_layer::softmax_layer(std::ptrdiff_t axis, const plain_options& o)
    : identity_layer(o.name), axis_(axis), softmax_("softmax") {
  activity_regularizer = o.activity_regularizer;
}

std::string softmax_layer::class_name() const { return "Softmax"; }

shape softmax_layer::output_shape(const shape& input) const {
  axis_of("Softmax \"" + name() + "\"", axis_, input.size());
  return input;
}

ndarray softmax_layer::forward(const ndarray& x, record&) {
  const auto axis = axis_of("Softmax \"" + name() + "\"", axis_, x.rank());
  return with_axis_back(softmax_(with_axis_last(x, axis)), axis, x.shape());
}

ndarray softmax_layer::backward(const ndarray& dy, record& r) {
  const auto& y = r.outputs[0];
  const auto axis = axis_of("Softmax \"" + name() + "\"", axis_, y.rank());
  const auto rows = with_axis_last(y, axis);
  return with_axis_back(softmax_.gradient(rows, rows, with_axis_last(dy, axis)), axis, y.shape());
}

json softmax_layer::get_config() const { return {{"axis", axis_}}; }

std::shared_ptr<layer> softmax_layer::from_config(config_reader& c) {
  return std::make_shared<softmax_layer>(axis_in(c));
}

ref<softmax_layer> Softmax(std::ptrdiff_t axis, const plain_options& options) {
  return make<softmax_layer>(axis, options);
}

}  // namespace regula::layers
