// SPDX-License-Identifier: MIT
#include <algorithm>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/simple.hpp>

namespace regula::layers {
namespace {

shape with_batch(const shape& sample) {
  shape whole{-1};
  whole.insert(whole.end(), sample.begin(), sample.end());
  return whole;
}

}  // namespace

shape identity_layer::output_shape(const shape& input) const { return input; }

ndarray identity_layer::forward(const ndarray& x, record&) { return x; }

ndarray identity_layer::backward(const ndarray& dy, record&) { return dy; }

input_layer::input_layer(shape batch_shape, std::string name, std::string dtype)
    : identity_layer(std::move(name)), shape_(std::move(batch_shape)), dtype_(std::move(dtype)) {
  constexpr std::string_view known[] = {"float32", "bfloat16", "float16", "float64", "int8",   "int16", "int32",
                                        "int64",   "uint8",    "uint16",  "uint32",  "uint64", "bool"};
  if (std::find(std::begin(known), std::end(known), dtype_) == std::end(known))
    throw config_error("InputLayer \"" + this->name() + "\": no dtype \"" + dtype_.substr(0, 80) +
                       "\"; known are those of floats, of whole numbers and bool, as \"int32\"");
  build({shape_}, nobody_);
}

std::string input_layer::class_name() const { return "InputLayer"; }

shape input_layer::output_shape(const shape& input) const {
  bool fits = input.size() == shape_.size();
  for (std::size_t k = 0; fits && k < shape_.size(); ++k) fits = shape_[k] < 0 || input[k] < 0 || shape_[k] == input[k];
  if (fits) return input;
  throw shape_error("the input \"" + name() + "\" expects " + shape_text(shape_) + "; given is " + shape_text(input));
}

ndarray input_layer::forward(const ndarray& x, record&) {
  output_shape(x.shape());
  return x;
}

symbolic Input(const shape& sample, const std::string& name, const std::string& dtype) {
  const auto whole = with_batch(sample);
  const auto made = make<input_layer>(whole, name, dtype).shared();
  return {std::make_shared<graph_node>(graph_node{made, {}, {whole}}), 0};
}

any_layer InputLayer(const shape& sample, const std::string& name, const std::string& dtype) {
  return make<input_layer>(with_batch(sample), name, dtype);
}

flatten_layer::flatten_layer(const flatten_options& o) : single_layer(o.name), format_(o.data_format) {
  activity_regularizer = o.activity_regularizer;
}

std::string flatten_layer::class_name() const { return "Flatten"; }

shape flatten_layer::output_shape(const shape& input) const {
  if (input.empty()) throw shape_error("Flatten \"" + name() + "\" reads (batch, ...); given is a scalar");
  return {input[0], entry_count({input.begin() + 1, input.end()})};
}

ndarray flatten_layer::forward(const ndarray& x, record&) {
  const auto s = output_shape(x.shape());
  ndarray buffer;
  return format_.to_last(x, buffer).reshaped(s);
}

ndarray flatten_layer::backward(const ndarray& dy, record& r) {
  return format_.from_last(dy.reshaped(format_.to_last(r.inputs[0].shape())));
}

json flatten_layer::get_config() const { return {{"data_format", format_.name()}}; }

std::shared_ptr<layer> flatten_layer::from_config(config_reader& c) {
  flatten_options o;
  o.data_format = c.word("data_format", o.data_format);
  return std::make_shared<flatten_layer>(o);
}

ref<flatten_layer> Flatten(const flatten_options& options) { return make<flatten_layer>(options); }

activation_layer::activation_layer(std::string_view function, const plain_options& o)
    : single_layer(o.name), function_(function) {
  activity_regularizer = o.activity_regularizer;
}

std::string activation_layer::class_name() const { return "Activation"; }

shape activation_layer::output_shape(const shape& input) const { return input; }

ndarray activation_layer::forward(const ndarray& x, record&) { return function_(x); }

ndarray activation_layer::backward(const ndarray& dy, record& r) {
  return function_.gradient(r.inputs[0], r.outputs[0], dy);
}

json activation_layer::get_config() const { return {{"activation", function_.name()}}; }

std::shared_ptr<layer> activation_layer::from_config(config_reader& c) {
  return std::make_shared<activation_layer>(c.word("activation", ""));
}

ref<activation_layer> Activation(std::string_view function, const plain_options& options) {
  return make<activation_layer>(function, options);
}

activity_regularization_layer::activity_regularization_layer(double l1, double l2, std::string name)
    : identity_layer(std::move(name)) {
  activity_regularizer = regularizers::L1L2(l1, l2);
}

std::string activity_regularization_layer::class_name() const { return "ActivityRegularization"; }

bool activity_regularization_layer::writes_activity() const { return !is_l1_l2(); }

json activity_regularization_layer::get_config() const {
  if (is_l1_l2()) return activity_regularizer.get_config();
  return {{"l1", 0.0}, {"l2", 0.0}};
}

std::shared_ptr<layer> activity_regularization_layer::from_config(config_reader& c) {
  return std::make_shared<activity_regularization_layer>(c.number("l1", 0.0), c.number("l2", 0.0));
}

ref<activity_regularization_layer> ActivityRegularization(double l1, double l2, const std::string& name) {
  return make<activity_regularization_layer>(l1, l2, name);
}

}  // namespace regula::layers
