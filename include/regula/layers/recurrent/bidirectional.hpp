// SPDX-License-Identifier: MIT
/// Bidirectional: a recurrent layer from the first step to the last, and one from the last to the first.
///
///   layers::Bidirectional(layers::LSTM(8, {.return_sequences = true}), {.merge_mode = "sum"})
#pragma once
#include <regula/layers/recurrent/recurrent.hpp>

namespace regula::layers {

/// `merge_mode`: concat, sum, mul, ave. `backward_layer`: empty for one like the first.
struct bidirectional_options {
  std::string merge_mode = "concat";
  std::optional<ref<recurrent_layer>> backward_layer = {};
  regularizer activity_regularizer = {};
  std::string name = "";
  bool trainable = true;
};

/// Input as that of the layer; output (batch, ..., units), twice the units for concat. The layers inside are made anew
/// from the given ones, with their regularizers, as forward_... and backward_... As in Keras, a masked step gives 0 where
/// sequences are returned.
class bidirectional_layer final : public single_layer {
public:
  explicit bidirectional_layer(const recurrent_layer& inner, const bidirectional_options& o = {});
  std::string class_name() const override;
  recurrent_layer& forward_layer() { return *forward_; }
  recurrent_layer& backward_layer() { return *backward_; }

  std::vector<std::shared_ptr<layer>> sublayers() const override;
  std::string place_of(std::size_t k) const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  void make_weights(const shape& input, rng& draw) override;

  std::string merge_mode_;
  std::shared_ptr<recurrent_layer> forward_, backward_;
};
ref<bidirectional_layer> Bidirectional(const ref<recurrent_layer>& inner, const bidirectional_options& options = {});

}  // namespace regula::layers
