// SPDX-License-Identifier: MIT
/// Activations with parameters, as layers: ReLU, LeakyReLU, ELU, PReLU; and Softmax along any axis.
#pragma once
#include <optional>
#include <regula/layers/simple.hpp>

namespace regula::layers {

struct relu_options {
  std::optional<double> max_value = {};
  double negative_slope = 0.0, threshold = 0.0;
  regularizer activity_regularizer = {};
  std::string name = "";
};

/// min(x, max_value) for x > threshold, negative_slope (x - threshold) below; the slope at the threshold is
/// negative_slope, at max_value 0. With negative_slope = 0, what is below is 0, -inf too.
class relu_layer final : public identity_layer {
public:
  explicit relu_layer(const relu_options& o = {});
  std::string class_name() const override;
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  relu_options options_;
};
ref<relu_layer> ReLU(const relu_options& options = {});

/// x for x > 0; below, f(x) times a factor: x for LeakyReLU, e^x - 1 for ELU, whose slopes at 0 are the factor.
class scaled_below_layer final : public identity_layer {
public:
  enum class kind { leaky_relu, elu };
  scaled_below_layer(kind what, double factor, const plain_options& o = {});
  std::string class_name() const override;
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c, kind what);

private:
  kind kind_;
  double factor_;
};
ref<scaled_below_layer> LeakyReLU(double negative_slope = 0.3, const plain_options& options = {});
ref<scaled_below_layer> ELU(double alpha = 1.0, const plain_options& options = {});

struct prelu_options {
  initializer_option alpha_initializer = "Zeros";
  regularizer alpha_regularizer = {};
  constraints::constraint alpha_constraint = {};
  shape shared_axes = {};  // from 1: the batch shares always
  regularizer activity_regularizer = {};
  std::string name = "";
  bool trainable = true;
};

/// x for x > 0, alpha x below, slope 0 at 0; alpha has the shape of a sample, with 1 along the shared axes.
class prelu_layer final : public single_layer {
public:
  explicit prelu_layer(const prelu_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  bool supports_masking() const override { return true; }
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  shape alpha_shape(const shape& input) const;
  void make_weights(const shape& input, rng& draw) override;

  shape shared_;
};
ref<prelu_layer> PReLU(const prelu_options& options = {});

/// e^x_k / sum_j e^x_j along an axis.
class softmax_layer final : public identity_layer {
public:
  explicit softmax_layer(std::ptrdiff_t axis = -1, const plain_options& o = {});
  std::string class_name() const override;
  shape output_shape(const shape& input) const override;
  ndarray forward(const ndarray& x, record&) override;
  ndarray backward(const ndarray& dy, record& r) override;
  json get_config() const override;
  static std::shared_ptr<layer> from_config(config_reader& c);

private:
  std::ptrdiff_t axis_;
  activation softmax_;
};
ref<softmax_layer> Softmax(std::ptrdiff_t axis = -1, const plain_options& options = {});

}  // namespace regula::layers
