// SPDX-License-Identifier: MIT
/// SimpleRNN, LSTM and GRU: one loop over the steps of a sequence, with a cell each.
///
///   layers::LSTM(16, {.return_sequences = true, .recurrent_regularizer = "l2"})
#pragma once
#include <regula/layers/options.hpp>
#include <regula/layers/recurrent/cell.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// For all three; recurrent_activation for LSTM and GRU, unit_forget_bias for LSTM, reset_after for GRU.
struct recurrent_options {
  std::string activation = "tanh", recurrent_activation = "sigmoid";
  bool use_bias = true, unit_forget_bias = true, reset_after = true;
  bool return_sequences = false, go_backwards = false, zero_output_for_mask = false;
  bool unroll = false;  // changes nothing
  /// Of x and of h, from 0 to below 1: one mask for all steps of a call in training.
  double dropout = 0.0, recurrent_dropout = 0.0;
  std::optional<std::int64_t> seed = {};  // written as it was read; masks come from the generator of the training
  initializer_option kernel_initializer = "GlorotUniform", recurrent_initializer = "Orthogonal",
                     bias_initializer = "Zeros";
  regularizer kernel_regularizer = {}, recurrent_regularizer = {}, bias_regularizer = {}, activity_regularizer = {};
  constraints::constraint kernel_constraint = {}, recurrent_constraint = {}, bias_constraint = {};
  std::string name = "";
  bool trainable = true;
};

enum class recurrent_kind { simple_rnn, lstm, gru };

/// Input (batch, steps, features), output (batch, units), or (batch, steps, units) with return_sequences; kernel
/// (features, gates units), recurrent_kernel (units, gates units), bias (gates units,), for GRU with reset_after (2,
/// gates units). Gates in Keras's order: i, f, c, o; z, r, h. With go_backwards the last step comes first, in the output
/// too. A masked step leaves the state as it was, and its output is that before it, or 0 with zero_output_for_mask.
class recurrent_layer final : public single_layer {
public:
  recurrent_layer(recurrent_kind kind, std::ptrdiff_t units, const recurrent_options& o = {});
  std::string class_name() const override;
  std::string cell_name() const override;
  std::ptrdiff_t units() const { return units_; }
  const recurrent_options& options() const { return options_; }
  /// A new layer like this one, with the regularizers that its weights have now; not built. As inside Bidirectional:
  /// where it returns sequences, masked steps give 0.
  std::shared_ptr<recurrent_layer> twin(const std::string& name, bool go_backwards) const;
  weight& kernel() { return weights()[0]; }
  weight& recurrent_kernel() { return weights()[1]; }
  weight& bias() { return find_weight("bias"); }

  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c, recurrent_kind kind);

private:
  void make_weights(const shape& input, rng& draw) override;
  void finish_initial(weight& w) const override;
  /// Scaled masks of dropout for tensors of this shape, with 1 / (1 - rate) or 0; none where the rate is 0.
  void draw_masks(double rate, const shape& of, record& r) const;
  std::size_t mask_count(double rate, bool training) const;
  std::ptrdiff_t step_of(std::ptrdiff_t k, std::ptrdiff_t steps) const {
    return options_.go_backwards ? steps - 1 - k : k;
  }
  recurrent_product product(std::span<const ndarray> dropped, const policy& on);

  recurrent_kind kind_;
  std::ptrdiff_t units_;
  recurrent_options options_;
  std::unique_ptr<recurrent_cell> cell_;
};

ref<recurrent_layer> SimpleRNN(std::ptrdiff_t units, const recurrent_options& options = {});
ref<recurrent_layer> LSTM(std::ptrdiff_t units, const recurrent_options& options = {});
ref<recurrent_layer> GRU(std::ptrdiff_t units, const recurrent_options& options = {});

}  // namespace regula::layers
