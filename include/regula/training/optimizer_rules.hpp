// SPDX-License-Identifier: MIT
/// What each optimizer does to one weight: Keras 3's update rules, in float as Keras's. t counts the steps from 1.
#pragma once
#include <cmath>
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
  void step(std::int64_t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
    const auto rate = static_cast<float>(learning_rate), keep = static_cast<float>(momentum);
    if (momentum == 0) {
      w -= rate * g;
      return;
    }
    auto m = slot->flat();
    m = keep * m - rate * g;
    if (nesterov)
      w += keep * m - rate * g;
    else
      w += m;
  }
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
  void step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
    const auto steps = static_cast<double>(t);
    const auto rate =
        static_cast<float>(learning_rate * std::sqrt(1 - std::pow(beta_2, steps)) / (1 - std::pow(beta_1, steps)));
    auto m = slot[0].flat(), v = slot[1].flat();
    m += static_cast<float>(1 - beta_1) * (g - m);
    v += static_cast<float>(1 - beta_2) * (g.square() - v);
    if (amsgrad)
      for (std::ptrdiff_t i = 0; i < v.size(); ++i)
        if (float& most = slot[2].data()[i]; !(v[i] <= most)) most = v[i];
    w -= rate * m / (slot[amsgrad ? 2 : 1].flat().sqrt() + static_cast<float>(epsilon));
  }
  bool operator==(const adam&) const = default;
};

/// adam with weight decay. [Loshchilov, Hutter 2019, arXiv:1711.05101]
struct adamw {
  static constexpr std::string_view class_name = "AdamW", default_name = "adamw";
  double learning_rate = 0.001, beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-7;
  bool amsgrad = false;
  option weight_decay = 0.004, clipnorm{}, global_clipnorm{}, clipvalue{};

  std::size_t slots() const { return plain().slots(); }
  void step(std::int64_t t, ndarray::flat_map w, ndarray::const_flat_map g, ndarray* slot) const {
    plain().step(t, w, g, slot);
  }
  bool operator==(const adamw&) const = default;

private:
  adam plain() const { return {learning_rate, beta_1, beta_2, epsilon, amsgrad, {}, {}, {}, {}}; }
};

}  // namespace regula::optimizers
