// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/reshape.hpp>

namespace regula::layers {
namespace {

/// A list of at most 5 whole numbers in [least, 2^31).
shape axes_in(config_reader& c, const std::string& of, const char* key, std::ptrdiff_t least) {
  const auto& given = c.take(key);
  const auto fits = [&](const json& n) {
    return n.is_number_integer() && n.get<double>() >= static_cast<double>(least) && n.get<double>() <= 2147483647.0;
  };
  if (!given.is_array() || given.size() > 5 || !std::all_of(given.begin(), given.end(), fits))
    throw config_error(of + ": " + key + " is a list of up to 5 whole numbers from " + std::to_string(least) +
                       " up; given is " + regularizers::shown(given));
  return given.get<shape>();
}

}  // namespace

reshape_layer::reshape_layer(shape target, const plain_options& o) : single_layer(o.name), target_(std::move(target)) {
  if (target_.size() > 5 || std::count(target_.begin(), target_.end(), -1) > 1 ||
      std::any_of(target_.begin(), target_.end(), [](auto n) { return n < -1; }))
    throw config_error("Reshape: target_shape is up to 5 numbers from 0 up, one of which may be -1; given is " +
                       regularizers::shown(target_));
  activity_regularizer = o.activity_regularizer;
}

std::string reshape_layer::class_name() const { return "Reshape"; }

shape reshape_layer::output_shape(const shape& input) const {
  if (input.empty()) throw shape_error("Reshape \"" + name() + "\" reads (batch, ...); given is a scalar");
  const auto entries = entry_count({input.begin() + 1, input.end()});
  shape output{input[0]}, known;
  for (const auto n : target_)
    if (n >= 0) known.push_back(n);
  const auto product = entry_count(known);
  const bool open = known.size() < target_.size();
  if (open ? product == 0 || entries % product != 0 : entries != product)
    throw shape_error("Reshape \"" + name() + "\": the " + std::to_string(entries) + " entries of each sample of " +
                      shape_text(input) + " do not fill target_shape " + regularizers::shown(target_));
  for (const auto n : target_) output.push_back(n < 0 ? entries / product : n);
  return output;
}

ndarray reshape_layer::forward(const ndarray& x, record&) { return x.reshaped(output_shape(x.shape())); }

ndarray reshape_layer::backward(const ndarray& dy, record& r) { return dy.reshaped(r.inputs[0].shape()); }

json reshape_layer::get_config() const { return {{"target_shape", target_}}; }

std::shared_ptr<layer> reshape_layer::from_config(config_reader& c) {
  return std::make_shared<reshape_layer>(axes_in(c, "Reshape", "target_shape", -1));
}

ref<reshape_layer> Reshape(const shape& target_shape, const plain_options& options) {
  return make<reshape_layer>(target_shape, options);
}

permute_layer::permute_layer(shape dims, const plain_options& o)
    : single_layer(o.name), dims_(std::move(dims)), back_(dims_.size() + 1) {
  auto sorted = dims_;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t k = 0; k < sorted.size(); ++k)
    if (sorted[k] != static_cast<std::ptrdiff_t>(k) + 1 || sorted.size() > 5)
      throw config_error("Permute: dims are the numbers from 1 to that of the axes, up to 5, in any order; given is " +
                         regularizers::shown(dims_));
  for (const auto n : dims_) there_.push_back(static_cast<std::size_t>(n));
  for (std::size_t k = 0; k < there_.size(); ++k) back_[there_[k]] = k;
  activity_regularizer = o.activity_regularizer;
}

std::string permute_layer::class_name() const { return "Permute"; }

shape permute_layer::output_shape(const shape& input) const {
  if (input.size() != there_.size())
    throw shape_error("Permute \"" + name() + "\" with dims " + regularizers::shown(dims_) + " reads " +
                      std::to_string(there_.size()) + " axes with the batch; given is " + shape_text(input));
  return permuted(input, there_);
}

ndarray permute_layer::forward(const ndarray& x, record&) {
  output_shape(x.shape());
  return permuted(x, there_);
}

ndarray permute_layer::backward(const ndarray& dy, record&) { return permuted(dy, back_); }

json permute_layer::get_config() const { return {{"dims", dims_}}; }

std::shared_ptr<layer> permute_layer::from_config(config_reader& c) {
  return std::make_shared<permute_layer>(axes_in(c, "Permute", "dims", 1));
}

ref<permute_layer> Permute(const shape& dims, const plain_options& options) {
  return make<permute_layer>(dims, options);
}

}  // namespace regula::layers
