// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/axes.hpp>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/normalization/layer_normalization.hpp>

namespace regula::layers {

layer_normalization_layer::layer_normalization_layer(shape axis, const normalization_options& o, bool rms_scaling)
    : normalization_layer("LayerNormalization", o, rms_scaling), axis_(std::move(axis)) {
  if (axis_.empty()) throw config_error("LayerNormalization needs an axis; given are none");
}

std::string layer_normalization_layer::class_name() const { return "LayerNormalization"; }

json layer_normalization_layer::get_config() const {
  json c{{"axis", axis_}, {"epsilon", options().epsilon}, {"center", options().center}, {"scale", options().scale}};
  if (!built() && axis_ == shape{-1}) c["axis"] = -1;
  if (built()) {  // as Keras writes it then
    const auto axes = build_shapes()[0].size();
    c["axis"] = json::array();
    for (auto k = axes - axis_.size(); k < axes; ++k) c["axis"].push_back(k);
  }
  c["rms_scaling"] = rms();
  add_config(c);
  return c;
}

std::shared_ptr<layer> layer_normalization_layer::from_config(config_reader& c) {
  const bool given = c.has("axis");
  const auto axis = c.whole_numbers("axis");
  const bool rms_scaling = c.flag("rms_scaling", false);
  return std::make_shared<layer_normalization_layer>(given ? axis : shape{-1}, read_options(c), rms_scaling);
}

std::size_t layer_normalization_layer::first_axis(const shape& input) const {
  const auto who = "LayerNormalization \"" + name() + "\"";
  bool last = axis_.size() < input.size();
  for (std::size_t k = 0; last && k < axis_.size(); ++k)
    last = axis_of(who, axis_[k], input.size()) == input.size() - axis_.size() + k;
  if (!last)
    throw shape_error(who + " normalizes the last axes of (batch, ...), in their order; given are the axes " +
                      shape_text(axis_) + " and the input " + shape_text(input));
  return input.size() - axis_.size();
}

shape layer_normalization_layer::weight_shape(const shape& input) const {
  const shape s(input.begin() + static_cast<std::ptrdiff_t>(first_axis(input)), input.end());
  if (std::any_of(s.begin(), s.end(), [](auto n) { return n < 0; }))
    throw shape_error("LayerNormalization \"" + name() + "\" needs to know the extents of the axes " +
                      shape_text(axis_) + "; given is " + shape_text(input));
  return s;
}

std::pair<ndarray, std::ptrdiff_t> layer_normalization_layer::to_rows(const ndarray& x) const {
  return {x, extent(x.shape(), first_axis(x.shape()), x.rank())};
}

ndarray layer_normalization_layer::from_rows(const ndarray& rows, const shape&) const { return rows; }

ref<layer_normalization_layer> LayerNormalization(const normalization_options& options, const shape& axis,
                                                  bool rms_scaling) {
  return make<layer_normalization_layer>(axis, options, rms_scaling);
}

}  // namespace regula::layers
