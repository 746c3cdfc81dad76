// SPDX-License-Identifier: MIT
#include <regula/layers/config_reader.hpp>
#include <regula/layers/masking.hpp>
#include <regula/layers/masks.hpp>

namespace regula::layers {
namespace {

/// The rows of t that are not masked; zeros for the others.
ndarray rows_that_count(ndarray t, const ndarray& mask) {
  for (std::ptrdiff_t i = 0; i < mask.size(); ++i)
    if (mask.flat()[i] == 0.0F) t.matrix().row(i).setZero();
  return t;
}

}  // namespace

masking_layer::masking_layer(double mask_value, std::string name) : single_layer(std::move(name)), value_(mask_value) {}

std::string masking_layer::class_name() const { return "Masking"; }

shape masking_layer::output_shape(const shape& input) const {
  if (input.size() < 2 || input.back() < 0)
    throw shape_error("Masking \"" + name() + "\" reads (batch, ..., features); given is " + shape_text(input));
  return input;
}

ndarray masking_layer::forward(const ndarray& x, record&) {
  output_shape(x.shape());
  return rows_that_count(x, *differs_from(x, value_, true));
}

mask_list masking_layer::output_masks(const tensors& inputs, const record&) const {
  return {differs_from(inputs[0], value_, true)};
}

ndarray masking_layer::backward(const ndarray& dy, record& r) {
  return rows_that_count(dy, *differs_from(r.inputs[0], value_, true));
}

json masking_layer::get_config() const { return {{"mask_value", value_}}; }

std::shared_ptr<layer> masking_layer::from_config(config_reader& c) {
  c.ignore({"input_dim", "input_length"});
  return std::make_shared<masking_layer>(c.number("mask_value", 0.0));
}

ref<masking_layer> Masking(double mask_value, const std::string& name) { return make<masking_layer>(mask_value, name); }

}  // namespace regula::layers
