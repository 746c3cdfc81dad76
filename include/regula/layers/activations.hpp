// SPDX-License-Identifier: MIT
/// Activation functions by Keras's names, as values.
///
///   const layers::activation relu("relu");
///   ndarray y = relu(x);
///   ndarray dx = relu.gradient(x, y, dy);     dy: the gradient by y; dx: by x
#pragma once
#include <regula/ndarray.hpp>
#include <string_view>

namespace regula::layers {

struct activation_entry;

/// Value and slope differ from the exact ones, rounded to float, by at most so many units in the last place.
inline constexpr int activation_ulps = 1;

/// One of activation_functions: linear, relu, relu6, leaky_relu, elu, selu, exponential, tanh, sigmoid, hard_sigmoid,
/// softplus, softsign, silu (also read as "swish"), gelu, softmax, log_softmax. The last two work on the last axis.
class activation {
public:
  /// linear
  activation();
  /// By Keras's name. Throws config_error with the known names.
  explicit activation(std::string_view name);

  std::string_view name() const;

  /// The value, of x's shape.
  ndarray operator()(ndarray x) const;
  /// dx from dy, where y = (*this)(x). Throws shape_error where the three shapes differ.
  ndarray gradient(const ndarray& x, const ndarray& y, ndarray dy) const;

  bool operator==(const activation&) const = default;

  /// Keras's names of all, in the order of the list.
  static std::vector<std::string_view> names();

private:
  const activation_entry* function_;
};

}  // namespace regula::layers
