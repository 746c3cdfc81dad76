// SPDX-License-Identifier: MIT
/// What each optimizer does to one weight: Keras 3's update rules, in float as Keras's. t counts the steps from 1.
#pragma once
#include <cstdint>
#include <optional>
#include <regula/ndarray.hpp>

namespace regula::optimizers {

/// An option that Keras calls None where it is not set.
using option = std::optional<double>;

/// w -= learning_rate g. With momentum, m = momentum m - learning_rate g and w += m; with nesterov too,
/// w += momentum m - learning_rate g.
struct sgd {
  static constexpr std::string_view class_name = "SGD", default_name = "SGD";
  double learning_rate = 0.01, momentum = 0;
  bool nesterov = false;
  option weight_decay{}, clipnorm{}, global_clipnorm{}, clipvalue{};

  /// Tensors of state for each weight, zero at first.
  std::size_t slots() const { return momentum == 0 ? 0 : 1; }
  void step(std::int64_t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const;
  bool operator==(const sgd&) const = default;
};

/// m += (1 - beta_1) (g - m), v += (1 - beta_2) (g^2 - v),
/// w -= learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t) m / (sqrt(v) + epsilon). With amsgrad the largest v so far
/// takes v's place. [Kingma, Ba 2015, arXiv:1412.6980; Reddi, Kale, Kumar 2018, arXiv:1904.09237]
struct adam {
  static constexpr std::string_view class_name = "Adam", default_name = "adam";
  double learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  option weight_decay{}, clipnorm{}, global_clipnorm{}, clipvalue{};

  std::size_t slots() const { return amsgrad ? 3 : 2; }
  void step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const;
  bool operator==(const adam&) const = default;
};

/// adam with weight decay. [Loshchilov, Hutter 2019, arXiv:1711.05101]
struct adamw {
  static constexpr std::string_view class_name = "AdamW", default_name = "adamw";
  double learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  option weight_decay = 0.004, clipnorm{}, global_clipnorm{}, clipvalue{};

  std::size_t slots() const { return plain().slots(); }
  void step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const;
  bool operator==(const adamw&) const = default;

private:
  adam plain() const { return {learning_rate, beta_1, beta_2, epsilon, amsgrad, {}, {}, {}, {}}; }
};

}  // namespace regula::optimizers
