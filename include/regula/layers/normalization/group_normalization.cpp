// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/axes.hpp>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/normalization/group_normalization.hpp>

namespace regula::layers {

group_normalization_layer::group_normalization_layer(std::ptrdiff_t groups, const normalization_options& o,
                                                     std::ptrdiff_t axis)
    : normalization_layer("GroupNormalization", o), groups_(groups), axis_(axis) {
  if (groups < 1 && groups != -1)
    throw config_error("GroupNormalization: groups is at least 1, or -1 for a group per channel, not " +
                       std::to_string(groups));
}

std::string group_normalization_layer::class_name() const { return "GroupNormalization"; }

json group_normalization_layer::get_config() const {
  json c{{"groups", built() ? groups_of(build_shapes()[0]) : groups_},
         {"axis", axis_},
         {"epsilon", options().epsilon},
         {"center", options().center},
         {"scale", options().scale}};
  add_config(c);
  return c;
}

std::shared_ptr<layer> group_normalization_layer::from_config(config_reader& c) {
  const auto groups = c.count("groups", 32, -1), axis = axis_in(c);
  return std::make_shared<group_normalization_layer>(groups, read_options(c), axis);
}

std::ptrdiff_t group_normalization_layer::groups_of(const shape& input) const {
  const auto who = "GroupNormalization \"" + name() + "\"";
  const auto axis = axis_of(who, axis_, input.size());
  if (axis + 1 != input.size() || input.back() < 0)
    throw shape_error(who + " reads (batch, ..., channels), axis -1; given are the axis " + std::to_string(axis_) +
                      " and the input " + shape_text(input));
  const auto groups = groups_ < 0 ? std::max<std::ptrdiff_t>(input.back(), 1) : groups_;
  if (input.back() % groups != 0)
    throw shape_error(who + " has " + std::to_string(groups) + " groups, into which the channels of " +
                      shape_text(input) + " do not divide");
  return groups;
}

shape group_normalization_layer::weight_shape(const shape& input) const {
  groups_of(input);
  return {input.back()};
}

std::pair<ndarray, std::ptrdiff_t> group_normalization_layer::to_rows(const ndarray& x) const {
  const auto groups = groups_of(x.shape()), share = x.last() / groups;
  const auto places = extent(x.shape(), 1, x.rank() - 1);
  return {exchanged(x, places, groups, share, {x.shape(0), groups, places, share}), places * share};
}

ndarray group_normalization_layer::from_rows(const ndarray& rows, const shape& s) const {
  const auto groups = groups_of(s);
  return exchanged(rows, groups, extent(s, 1, s.size() - 1), s.back() / groups, s);
}

ref<group_normalization_layer> GroupNormalization(std::ptrdiff_t groups, const normalization_options& options) {
  return make<group_normalization_layer>(groups, options);
}

}  // namespace regula::layers
