// SPDX-License-Identifier: MIT
/// What LayerNormalization and GroupNormalization share: samples, or shares of them, brought to mean 0 and variance 1.
#pragma once
#include <regula/layers/layer.hpp>
#include <regula/layers/options.hpp>

namespace regula::layers {

struct normalization_options {
  double epsilon = 0.001;
  bool center = true, scale = true;
  initializer_option beta_initializer = "Zeros", gamma_initializer = "Ones";
  regularizer beta_regularizer = {}, gamma_regularizer = {};
  constraints::constraint beta_constraint = {}, gamma_constraint = {};
  regularizer activity_regularizer = {};
  std::string name = "";
  bool trainable = true;
};

/// y = gamma z + beta, z = (x - mean) / sqrt(variance + epsilon) of each row that the derived layer takes x apart into.
/// gamma and beta have an entry for each of the last entries of x.
class normalization_layer : public single_layer {
public:
  bool supports_masking() const override { return true; }
  shape output_shape(const shape& input) const final;
  ndarray forward(const ndarray& x, record& r) final;
  ndarray backward(const ndarray& dy, record& r) final;

protected:
  /// `rms`: z = x / sqrt(variance + epsilon), and no beta.
  normalization_layer(const char* of, const normalization_options& o, bool rms = false);
  /// The shape of gamma and beta. Throws shape_error.
  virtual shape weight_shape(const shape& input) const = 0;
  /// x with the entries of each row together, and their number.
  virtual std::pair<ndarray, std::ptrdiff_t> to_rows(const ndarray& x) const = 0;
  /// Back from there.
  virtual ndarray from_rows(const ndarray& rows, const shape& s) const = 0;
  void add_config(json& c) const;
  static normalization_options read_options(config_reader& c);
  const normalization_options& options() const { return options_; }
  bool rms() const { return rms_; }

private:
  void make_weights(const shape& input, rng& draw) final;
  bool has_gamma() const { return options_.scale || rms_; }
  bool has_beta() const { return options_.center && !rms_; }

  normalization_options options_;
  bool rms_;
};

}  // namespace regula::layers
