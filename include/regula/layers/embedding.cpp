// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/layers/config_reader.hpp>
#include <regula/layers/embedding.hpp>
#include <regula/layers/masks.hpp>

namespace regula::layers {

embedding_layer::embedding_layer(std::ptrdiff_t input_dim, std::ptrdiff_t output_dim, const embedding_options& o)
    : single_layer(o.name, o.trainable),
      rows_(positive("input_dim", input_dim)),
      columns_(positive("output_dim", output_dim)),
      mask_zero_(o.mask_zero) {
  activity_regularizer = o.activity_regularizer;
  declare("embeddings", {o.embeddings_initializer, o.embeddings_regularizer, o.embeddings_constraint});
}

std::string embedding_layer::class_name() const { return "Embedding"; }

shape embedding_layer::output_shape(const shape& input) const {
  auto out = input;
  out.push_back(columns_);
  if (out.size() > 6)
    throw shape_error("Embedding \"" + name() + "\" reads at most 5 axes; given is " + shape_text(input));
  return out;
}

ndarray embedding_layer::forward(const ndarray& x, record&) {
  for (std::ptrdiff_t i = 0; i < x.size(); ++i) row(x, i);
  ndarray y(output_shape(x.shape()));
  for (std::ptrdiff_t i = 0; i < x.size(); ++i) y.matrix().row(i) = weights()[0].value.matrix().row(row(x, i));
  return y;
}

mask_list embedding_layer::output_masks(const tensors& inputs, const record&) const {
  return mask_zero_ ? mask_list{differs_from(inputs[0], 0.0, false)} : mask_list{};
}

ndarray embedding_layer::backward(const ndarray& dy, record& r) {
  const auto& x = r.inputs[0];
  for (std::ptrdiff_t i = 0; i < x.size(); ++i) weights()[0].gradient.matrix().row(row(x, i)) += dy.matrix().row(i);
  return ndarray(x.shape());
}

json embedding_layer::get_config() const {
  json c{{"input_dim", rows_}, {"output_dim", columns_}};
  const named_rules rules{{"embeddings", rules_of("embeddings")}};
  add_initializers(c, rules);
  add_regularizers(c, rules);
  c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
  add_constraints(c, rules);
  c["mask_zero"] = mask_zero_;
  c["quantization_config"] = nullptr;
  return c;
}

std::shared_ptr<layer> embedding_layer::from_config(config_reader& c) {
  embedding_options o;
  c.rules("embeddings", o.embeddings_initializer, o.embeddings_regularizer, o.embeddings_constraint);
  o.mask_zero = c.flag("mask_zero", false);
  for (const auto* key : {"lora_rank", "quantization_config"}) c.only(key, {});
  c.ignore({"input_length"});  // of Keras 2: the shape of the input says it
  return std::make_shared<embedding_layer>(c.count("input_dim", 0), c.count("output_dim", 0), o);
}

void embedding_layer::make_weights(const shape&, rng& draw) { weights()[0].build({rows_, columns_}, draw); }

std::ptrdiff_t embedding_layer::row(const ndarray& x, std::ptrdiff_t i) const {
  const double v = x.values()[static_cast<std::size_t>(i)];
  if (!(v >= 0.0 && v < static_cast<double>(rows_) && v == std::floor(v)))
    throw index_error("Embedding \"" + name() + "\" has rows 0 to " + std::to_string(rows_ - 1) + "; entry " +
                      std::to_string(i) + " of the input is " + number_text(v));
  return static_cast<std::ptrdiff_t>(v);
}

ref<embedding_layer> Embedding(std::ptrdiff_t input_dim, std::ptrdiff_t output_dim, const embedding_options& options) {
  return make<embedding_layer>(input_dim, output_dim, options);
}

}  // namespace regula::layers
