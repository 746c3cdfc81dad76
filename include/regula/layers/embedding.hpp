// SPDX-License-Identifier: MIT
/// Embedding: rows of a table, looked up by index.
#pragma once
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

struct embedding_options {
  initializer_option embeddings_initializer = "uniform";
  regularizer embeddings_regularizer = {}, activity_regularizer = {};
  std::string name = "";
  bool trainable = true;
};

/// Input (batch, ...) of whole numbers in [0, input_dim), output (batch, ..., output_dim); embeddings (input_dim,
/// output_dim). The penalty is of the whole table, as in Keras. Throws index_error for an entry that is no row.
class embedding_layer final : public single_layer {
public:
  embedding_layer(std::ptrdiff_t input_dim, std::ptrdiff_t output_dim, const embedding_options& o = {})
      : single_layer(o.name, o.trainable),
        rows_(positive("input_dim", input_dim)),
        columns_(positive("output_dim", output_dim)) {
    activity_regularizer = o.activity_regularizer;
    declare("embeddings", o.embeddings_initializer, o.embeddings_regularizer);
  }
  std::string class_name() const override { return "Embedding"; }
  shape output_shape(const shape& input) const override {
    auto out = input;
    out.push_back(columns_);
    if (out.size() > 6)
      throw shape_error("Embedding \"" + name() + "\" reads at most 5 axes; given is " + shape_text(input));
    return out;
  }
  ndarray forward(const ndarray& x, record&) override {
    for (std::ptrdiff_t i = 0; i < x.size(); ++i) row(x, i);
    ndarray y(output_shape(x.shape()));
    for (std::ptrdiff_t i = 0; i < x.size(); ++i) y.matrix().row(i) = weights()[0].value.matrix().row(row(x, i));
    return y;
  }
  /// An index has no derivative: the gradient by the input is 0.
  ndarray backward(const ndarray& dy, record& r) override {
    const auto& x = r.inputs[0];
    for (std::ptrdiff_t i = 0; i < x.size(); ++i) weights()[0].gradient.matrix().row(row(x, i)) += dy.matrix().row(i);
    return ndarray(x.shape());
  }
  json get_config() const override {
    json c{{"input_dim", rows_}, {"output_dim", columns_}};
    add_initializers(c, {{"embeddings", weights()[0].initializer}});
    add_regularizers(c, {{"embeddings", weights()[0].regularizer}});
    c["activity_regularizer"] = regularizers::serialize(activity_regularizer);
    c["embeddings_constraint"] = nullptr;
    c["mask_zero"] = false;
    c["quantization_config"] = nullptr;
    return c;
  }

private:
  void make_weights(const shape&, rng& draw) override { weights()[0].build({rows_, columns_}, draw); }
  std::ptrdiff_t row(const ndarray& x, std::ptrdiff_t i) const {
    const double v = x.values()[static_cast<std::size_t>(i)];
    if (!(v >= 0.0 && v < static_cast<double>(rows_) && v == std::floor(v)))
      throw index_error("Embedding \"" + name() + "\" has rows 0 to " + std::to_string(rows_ - 1) + "; entry " +
                        std::to_string(i) + " of the input is " + number_text(v));
    return static_cast<std::ptrdiff_t>(v);
  }

  std::ptrdiff_t rows_, columns_;
};
inline ref<embedding_layer> Embedding(std::ptrdiff_t input_dim, std::ptrdiff_t output_dim,
                                      const embedding_options& options = {}) {
  return make<embedding_layer>(input_dim, output_dim, options);
}

}  // namespace regula::layers
