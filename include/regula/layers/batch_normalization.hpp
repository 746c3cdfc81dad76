// SPDX-License-Identifier: MIT
/// BatchNormalization.   [Ioffe, Szegedy 2015, arXiv:1502.03167]
#pragma once
#include <regula/layers/options.hpp>
#include <regula/layers/ref.hpp>

namespace regula::layers {

struct batch_normalization_options {
  std::ptrdiff_t axis = -1;  // of the channels; judged when an input is known
  double momentum = 0.99, epsilon = 0.001;
  bool center = true, scale = true;
  initializer_option beta_initializer = "Zeros", gamma_initializer = "Ones", moving_mean_initializer = "Zeros",
                     moving_variance_initializer = "Ones";
  regularizer beta_regularizer = {}, gamma_regularizer = {}, activity_regularizer = {};
  constraints::constraint beta_constraint = {}, gamma_constraint = {};
  std::string name = "";
  bool trainable = true;
};

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, one mean and variance per entry of `axis`: of the
/// batch in training, the moving ones else and where frozen. The variance is over the number of rows, as in Keras.
class batch_normalization_layer final : public single_layer {
public:
  explicit batch_normalization_layer(const batch_normalization_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  bool supports_masking() const override { return true; }
  ndarray forward(const ndarray& x, record& r) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  void make_weights(const shape& input, rng& draw) override;
  std::size_t axis(const shape& input) const;
  ndarray& mean() { return weights()[weights().size() - 2].value; }
  const ndarray& mean() const { return weights()[weights().size() - 2].value; }
  ndarray& variance() { return weights().back().value; }

  batch_normalization_options options_;
};
ref<batch_normalization_layer> BatchNormalization(const batch_normalization_options& options = {});

}  // namespace regula::layers
