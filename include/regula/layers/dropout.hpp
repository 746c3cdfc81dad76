// SPDX-License-Identifier: MIT
/// Dropout: in training an entry is 0 with probability `rate`, else divided by 1 - rate; after it, the input.
/// [Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, JMLR 15:1929]
#pragma once
#include <optional>
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

/// Without a seed one is drawn from std::random_device when the layer is made.
struct dropout_options {
  std::optional<std::uint64_t> seed = {};
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// Each call in training draws on: the same seed gives the same sequence of masks, on every platform. The record keeps the
/// mask of its call.
class dropout_layer final : public single_layer {
public:
  /// rate in [0, 1], 1: everything is 0. Throws config_error.
  explicit dropout_layer(double rate, const dropout_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  bool supports_masking() const override { return true; }
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  double rate_;
  std::optional<std::uint64_t> seed_;
  rng draw_;
};
ref<dropout_layer> Dropout(double rate, const dropout_options& options = {});

}  // namespace regula::layers
