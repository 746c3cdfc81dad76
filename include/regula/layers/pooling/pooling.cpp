// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/convolution.hpp>
#include <regula/layers/masks.hpp>
#include <regula/layers/pooling/pooling.hpp>

namespace regula::layers {
namespace {

std::string pooling_kind(pool what) { return what == pool::max ? "MaxPooling" : "AveragePooling"; }

bool is_padding_same(const std::string& name) {
  if (name != "same" && name != "valid") throw config_error("padding is valid or same, not \"" + name + "\"");
  return name == "same";
}

pooled_image whole_image(const shape& input) {
  pooled_image i{input.front(), input.back(), {}};
  for (std::size_t k = 1; k + 1 < input.size(); ++k) i.axes[k + 4 - input.size()] = {input[k], input[k], 1, 1, 1, 0};
  return i;
}

ndarray pooled(pool what, const pooled_image& of, const ndarray& x, const shape& output) {
  ndarray y(output);
  if (y.size() > 0) (what == pool::max ? pool_max : pool_mean)(of, x.data(), y.data());
  return y;
}

ndarray pooled_gradient(pool what, const pooled_image& of, const ndarray& dy, const shape& input, const data_format& in,
                        const record& r) {
  ndarray dx(input), x, y;
  if (dy.size() == 0) return dx;
  if (what == pool::average)
    pool_mean_gradient(of, dy.data(), dx.data());
  else
    pool_max_gradient(of, in.to_last(r.inputs[0], x).data(), in.to_last(r.outputs[0], y).data(), dy.data(), dx.data());
  return dx;
}

}  // namespace

pooling_layer::pooling_layer(pool what, std::size_t spatial, shape pool_size, const pooling_options& o)
    : spatial_layer(pooling_kind(what), spatial, o.data_format, o.name),
      what_(what),
      window_(std::move(pool_size)),
      strides_(o.strides.empty() ? window_ : o.strides),
      same_(is_padding_same(o.padding)) {
  check_extents("pool_size", window_, 1);
  check_extents("strides", strides_, 1);
  activity_regularizer = o.activity_regularizer;
}

json pooling_layer::get_config() const {
  return {{"pool_size", window_},
          {"padding", same_ ? "same" : "valid"},
          {"strides", strides_},
          {"data_format", format().name()}};
}

std::shared_ptr<layer> pooling_layer::from_config(config_reader& c, pool what, std::size_t spatial) {
  const auto window = c.has("pool_size") ? c.extents("pool_size", spatial) : shape(spatial, 2);
  pooling_options o;
  o.strides = c.has("strides") ? c.extents("strides", spatial) : shape{};
  c.ignore({"pool_size", "strides"});
  o.padding = c.word("padding", o.padding);
  o.data_format = c.word("data_format", o.data_format);
  return std::make_shared<pooling_layer>(what, spatial, window, o);
}

pooled_image pooling_layer::image(const shape& input) const {
  pooled_image i{input.front(), input.back(), {}};
  for (std::size_t k = 0; k < spatial(); ++k) {
    const auto in = input[k + 1];
    if (!same_ && window_[k] > in)
      throw shape_error(class_name() + " \"" + name() + "\": its window " + shape_text(window_) +
                        " does not fit into the " + std::to_string(in) + " entries of spatial axis " +
                        std::to_string(k) + " of " + shape_text(format().from_last(input)) + "; padding same pads it");
    i.axes[3 - spatial() + k] = window_along(k, in, window_[k], strides_[k], 1, same_ ? padding::same : padding::valid);
  }
  return i;
}

shape pooling_layer::output_last(const shape& input) const {
  const auto of = image(input);
  auto output = input;
  for (std::size_t k = 0; k < spatial(); ++k) output[k + 1] = of.axes[3 - spatial() + k].out;
  return output;
}

ndarray pooling_layer::forward_last(const ndarray& x) const {
  return pooled(what_, image(x.shape()), x, output_last(x.shape()));
}

ndarray pooling_layer::backward_last(const ndarray& dy, const shape& input, const record& r) const {
  return pooled_gradient(what_, image(input), dy, input, format(), r);
}

global_pooling_layer::global_pooling_layer(pool what, std::size_t spatial, const global_pooling_options& o)
    : spatial_layer("Global" + pooling_kind(what), spatial, o.data_format, o.name), what_(what), keepdims_(o.keepdims) {
  activity_regularizer = o.activity_regularizer;
}

json global_pooling_layer::get_config() const { return {{"data_format", format().name()}, {"keepdims", keepdims_}}; }

std::shared_ptr<layer> global_pooling_layer::from_config(config_reader& c, pool what, std::size_t spatial) {
  global_pooling_options o;
  o.data_format = c.word("data_format", o.data_format);
  o.keepdims = c.flag("keepdims", false);
  return std::make_shared<global_pooling_layer>(what, spatial, o);
}

shape global_pooling_layer::output_last(const shape& input) const {
  if (std::any_of(input.begin() + 1, input.end() - 1, [](auto n) { return n == 0; }))
    throw shape_error(class_name() + " \"" + name() + "\" needs an entry along each spatial axis; given is " +
                      shape_text(format().from_last(input)));
  shape output{input.front()};
  if (keepdims_) output.resize(spatial() + 1, 1);
  output.push_back(input.back());
  return output;
}

ndarray global_pooling_layer::forward(const ndarray& x, record& r) {
  const auto mask = r.given_mask(0);
  if (!mask || what_ != pool::average || spatial() != 1) return spatial_layer::forward(x, r);
  output_shape(x.shape());
  ndarray buffer;
  const auto& in = format().to_last(x, buffer);
  const auto* counts = steps_of(mask, in.shape(), name());
  ndarray y(output_last(in.shape()));
  for (std::ptrdiff_t b = 0, steps = in.shape(1); b < in.shape(0); ++b) {
    Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(in.last());
    double n = 0;
    for (std::ptrdiff_t i = b * steps; i < (b + 1) * steps; ++i)
      if (counts[i] != 0.0F) sum += in.matrix().row(i).transpose().array().cast<double>(), ++n;
    y.matrix().row(b) = (sum / n).cast<float>().matrix().transpose();
  }
  return format().from_last(std::move(y));
}

ndarray global_pooling_layer::backward(const ndarray& dy, record& r) {
  const auto mask = r.given_mask(0);
  if (!mask || what_ != pool::average || spatial() != 1) return spatial_layer::backward(dy, r);
  ndarray buffer, dx(format().to_last(r.inputs[0].shape()));
  const auto& d = format().to_last(dy, buffer);
  const auto* counts = steps_of(mask, dx.shape(), name());
  for (std::ptrdiff_t b = 0, steps = dx.shape(1); b < dx.shape(0); ++b) {
    float n = 0;
    for (std::ptrdiff_t i = b * steps; i < (b + 1) * steps; ++i) n += counts[i] != 0.0F ? 1.0F : 0.0F;
    for (std::ptrdiff_t i = b * steps; i < (b + 1) * steps; ++i)
      if (counts[i] != 0.0F) dx.matrix().row(i) = d.matrix().row(b) / n;
  }
  return format().from_last(std::move(dx));
}

ndarray global_pooling_layer::forward_last(const ndarray& x) const {
  return pooled(what_, whole_image(x.shape()), x, output_last(x.shape()));
}

ndarray global_pooling_layer::backward_last(const ndarray& dy, const shape& input, const record& r) const {
  return pooled_gradient(what_, whole_image(input), dy, input, format(), r);
}

ref<pooling_layer> MaxPooling1D(const shape& pool_size, const pooling_options& options) {
  return make<pooling_layer>(pool::max, 1U, pool_size, options);
}

ref<pooling_layer> MaxPooling2D(const shape& pool_size, const pooling_options& options) {
  return make<pooling_layer>(pool::max, 2U, pool_size, options);
}

ref<pooling_layer> MaxPooling3D(const shape& pool_size, const pooling_options& options) {
  return make<pooling_layer>(pool::max, 3U, pool_size, options);
}

ref<pooling_layer> AveragePooling1D(const shape& pool_size, const pooling_options& options) {
  return make<pooling_layer>(pool::average, 1U, pool_size, options);
}

ref<pooling_layer> AveragePooling2D(const shape& pool_size, const pooling_options& options) {
  return make<pooling_layer>(pool::average, 2U, pool_size, options);
}

ref<pooling_layer> AveragePooling3D(const shape& pool_size, const pooling_options& options) {
  return make<pooling_layer>(pool::average, 3U, pool_size, options);
}

ref<global_pooling_layer> GlobalMaxPooling1D(const global_pooling_options& options) {
  return make<global_pooling_layer>(pool::max, 1U, options);
}

ref<global_pooling_layer> GlobalMaxPooling2D(const global_pooling_options& options) {
  return make<global_pooling_layer>(pool::max, 2U, options);
}

ref<global_pooling_layer> GlobalMaxPooling3D(const global_pooling_options& options) {
  return make<global_pooling_layer>(pool::max, 3U, options);
}

ref<global_pooling_layer> GlobalAveragePooling1D(const global_pooling_options& options) {
  return make<global_pooling_layer>(pool::average, 1U, options);
}

ref<global_pooling_layer> GlobalAveragePooling2D(const global_pooling_options& options) {
  return make<global_pooling_layer>(pool::average, 2U, options);
}

ref<global_pooling_layer> GlobalAveragePooling3D(const global_pooling_options& options) {
  return make<global_pooling_layer>(pool::average, 3U, options);
}

named_layers pooling_layers() {
  named_layers all;
  for (std::size_t n = 1; n <= 3; ++n)
    for (const auto what : {pool::max, pool::average})
      for (const auto& kind : {pooling_kind(what), std::string{what == pool::max ? "MaxPool" : "AvgPool"}}) {
        const auto name = kind + std::to_string(n) + "D";
        all[name] = [=](config_reader& c) { return pooling_layer::from_config(c, what, n); };
        all["Global" + name] = [=](config_reader& c) { return global_pooling_layer::from_config(c, what, n); };
      }
  return all;
}

}  // namespace regula::layers
