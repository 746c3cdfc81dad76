// SPDX-License-Identifier: MIT
/// Embedding: rows of a table, looked up by index.
#pragma once
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

struct embedding_options {
  initializer_option embeddings_initializer = "uniform";
  regularizer embeddings_regularizer = {}, activity_regularizer = {};
  constraints::constraint embeddings_constraint = {};
  bool mask_zero = false;
  std::string name = "";
  bool trainable = true;
};

/// Input (batch, ...) of whole numbers in [0, input_dim), output (batch, ..., output_dim); embeddings (input_dim,
/// output_dim). With mask_zero the index 0 is filling: layers behind skip its steps. The penalty is of the whole table, as in Keras. Throws index_error for an entry that is no row.
class embedding_layer final : public single_layer {
public:
  embedding_layer(std::ptrdiff_t input_dim, std::ptrdiff_t output_dim, const embedding_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record&) override;
  mask_list output_masks(const tensors& inputs, const record&) const override;
  /// An index has no derivative: the gradient by the input is 0.
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  void make_weights(const shape&, rng& draw) override;
  std::ptrdiff_t row(const ndarray& x, std::ptrdiff_t i) const;

  std::ptrdiff_t rows_, columns_;
  bool mask_zero_;
};
ref<embedding_layer> Embedding(std::ptrdiff_t input_dim, std::ptrdiff_t output_dim,
                               const embedding_options& options = {});

}  // namespace regula::layers
