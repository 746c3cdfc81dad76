// SPDX-License-Identifier: MIT
/// The options of each optimizer, under Keras's names, and the update that they are (<regula/updates.hpp>).
#pragma once
#include <cstdint>
#include <optional>
#include <regula/updates.hpp>
#include <string_view>

namespace regula::optimizers {

/// An option that Keras calls None where it is not set.
using option = std::optional<double>;

/// update(decay): of a weight that has this weight decay, 0 where it is spared.
struct sgd {
  static constexpr std::string_view class_name = "SGD", default_name = "SGD";
  double learning_rate = 0.01, momentum = 0;
  bool nesterov = false;
  option weight_decay{}, clipnorm{}, global_clipnorm{}, clipvalue{};

  updates::sgd update(double decay) const { return {learning_rate, momentum, nesterov, decay}; }
  bool operator==(const sgd&) const = default;
};

struct adam {
  static constexpr std::string_view class_name = "Adam", default_name = "adam";
  double learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  option weight_decay{}, clipnorm{}, global_clipnorm{}, clipvalue{};

  updates::adam update(double decay) const { return {learning_rate, beta_1, beta_2, epsilon, amsgrad, decay}; }
  bool operator==(const adam&) const = default;
};

/// adam, with a weight decay that is set.
struct adamw {
  static constexpr std::string_view class_name = "AdamW", default_name = "adamw";
  double learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  option weight_decay = 0.004, clipnorm{}, global_clipnorm{}, clipvalue{};

  updates::adam update(double decay) const { return {learning_rate, beta_1, beta_2, epsilon, amsgrad, decay}; }
  bool operator==(const adamw&) const = default;
};

}  // namespace regula::optimizers
