// SPDX-License-Identifier: MIT
/// TimeDistributed: one layer at every step of a sequence.
///
///   layers::TimeDistributed(layers::Dense(4, {.kernel_regularizer = "l2"}))
#pragma once
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

struct time_distributed_options {
  regularizer activity_regularizer = {};
  std::string name = "";
  bool trainable = true;
};

/// Input (batch, steps, ...), output (batch, steps, ...), the layer applied to (batch, ...) of each step. As in Keras the
/// activity penalty of the layer itself is not counted, only that of the TimeDistributed; and BatchNormalization inside
/// sees one step at a time in training.
class time_distributed_layer final : public single_layer {
public:
  explicit time_distributed_layer(std::shared_ptr<layer> inner, const time_distributed_options& o = {});
  std::string class_name() const override;
  layer& inner() { return *inner_; }

  std::vector<std::shared_ptr<layer>> sublayers() const override;
  std::string place_of(std::size_t k) const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  void make_weights(const shape& input, rng& draw) override;
  shape step_shape(const shape& input) const;
  /// 1: all steps at once, as more samples.
  std::ptrdiff_t parts(const shape& input, bool training) const;

  std::shared_ptr<layer> inner_;
};
ref<time_distributed_layer> TimeDistributed(const any_layer& inner, const time_distributed_options& options = {});

}  // namespace regula::layers
