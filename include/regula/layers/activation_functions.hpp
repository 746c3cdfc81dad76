// SPDX-License-Identifier: MIT
/// What each activation means: Keras's name for it, its value, its slope. Definitions of Keras 3 (keras.activations).
///
/// An elementwise one states value(x) and slope(x, y), y = value(x); one of rows states what it does to a row of the
/// last axis. Computed in double where a function of the C library is called. NaN gives NaN, in value and slope (but
/// linear's slope is 1 everywhere); at infinities both are the limits.
#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

namespace regula::layers {

/// `slope`, or NaN where x is: in bits, for a branch on x costs more than all the rest.
inline float with_nan(float x, float slope) {
  const auto mask = std::uint32_t{0} - static_cast<std::uint32_t>(x != x);
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(slope) | (std::bit_cast<std::uint32_t>(x) & mask));
}

struct linear_activation {
  static constexpr std::string_view name = "linear";
  static float value(float x) { return x; }
  static float slope(float, float) { return 1.0F; }
};

/// max(x, 0); slope 0 at 0.
struct relu_activation {
  static constexpr std::string_view name = "relu";
  static float value(float x) { return x <= 0.0F ? 0.0F : x; }
  static float slope(float x, float) { return with_nan(x, static_cast<float>(x > 0.0F)); }
};

/// min(max(x, 0), 6); slope 0 at 0 and 6.
struct relu6_activation {
  static constexpr std::string_view name = "relu6";
  static float value(float x) { return std::clamp(x, 0.0F, 6.0F); }
  static float slope(float x, float) { return with_nan(x, static_cast<float>((x > 0.0F) & (x < 6.0F))); }
};

/// x for x > 0, 0.2 x below; slope 0.2 at 0.
struct leaky_relu_activation {
  static constexpr std::string_view name = "leaky_relu";
  static float value(float x) { return std::max(0.2F * x, x); }
  static float slope(float x, float) { return with_nan(x, 0.2F + 0.8F * static_cast<float>(x > 0.0F)); }
};

/// x for x > 0, e^x - 1 below.
struct elu_activation {
  static constexpr std::string_view name = "elu";
  static double value(double x) { return x > 0 ? x : std::expm1(x); }
  static double slope(double x, double) { return x > 0 ? 1 : std::exp(x); }
};

/// s x for x > 0, s a (e^x - 1) below. [Klambauer et al. 2017, arXiv:1706.02515]
struct selu_activation {
  static constexpr std::string_view name = "selu";
  static constexpr double a = 1.6732632423543772848, s = 1.0507009873554804934;
  static double value(double x) { return x > 0 ? s * x : s * a * std::expm1(x); }
  static double slope(double x, double) { return x > 0 ? s : s * a * std::exp(x); }
};

struct exponential_activation {
  static constexpr std::string_view name = "exponential";
  static double value(double x) { return std::exp(x); }
  static double slope(double x, double) { return std::exp(x); }
};

struct tanh_activation {
  static constexpr std::string_view name = "tanh";
  static double value(double x) { return std::tanh(x); }
  /// 1 - y^2 would lose its digits where |y| is near 1.
  static double slope(double x, double) {
    const double c = std::cosh(x);
    return 1 / (c * c);
  }
};

/// 1 / (1 + e^-x).
struct sigmoid_activation {
  static constexpr std::string_view name = "sigmoid";
  static double value(double x) { return 1 / (1 + std::exp(-x)); }
  static double slope(double x, double) {
    const double e = std::exp(-std::abs(x));
    return e / ((1 + e) * (1 + e));
  }
};

/// min(max(x / 6 + 1/2, 0), 1); slope 0 at -3 and 3.
struct hard_sigmoid_activation {
  static constexpr std::string_view name = "hard_sigmoid";
  static double value(double x) { return std::clamp((x + 3) / 6, 0.0, 1.0); }
  static double slope(double x, double) { return x > -3 && x < 3 ? 1.0 / 6 : std::isnan(x) ? x : 0; }
};

/// ln(1 + e^x).
struct softplus_activation {
  static constexpr std::string_view name = "softplus";
  static double value(double x) { return (x > 0 ? x : 0) + std::log1p(std::exp(-std::abs(x))); }
  static double slope(double x, double) { return sigmoid_activation::value(x); }
};

/// x / (1 + |x|).
struct softsign_activation {
  static constexpr std::string_view name = "softsign";
  static double value(double x) { return std::isinf(x) ? std::copysign(1.0, x) : x / (1 + std::abs(x)); }
  static double slope(double x, double) { return 1 / ((1 + std::abs(x)) * (1 + std::abs(x))); }
};

/// x sigmoid(x).
struct silu_activation {
  static constexpr std::string_view name = "silu";
  static constexpr double far = 200;  ///< below -far every value is 0 in float, and -inf would give NaN
  static double value(double x) { return (x < -far ? -far : x) * sigmoid_activation::value(x); }
  static double slope(double x, double) {
    x = std::clamp(x, -far, far);
    const double s = sigmoid_activation::value(x);
    return s * (1 + x * sigmoid_activation::value(-x));
  }
};

/// x (1 + erf(x / sqrt 2)) / 2, the form without approximation.
struct gelu_activation {
  static constexpr std::string_view name = "gelu";
  static constexpr double far = 200;
  static double below(double x) { return 0.5 * std::erfc(x * -0.70710678118654752440); }
  static double value(double x) { return (x < -far ? -far : x) * below(x); }
  static double slope(double x, double) {
    x = std::clamp(x, -far, far);
    return below(x) + x * 0.39894228040143267794 * std::exp(-0.5 * x * x);
  }
};

/// e^x_k / sum_j e^x_j of each row of the last axis.
struct softmax_activation {
  static constexpr std::string_view name = "softmax";
  static void row(std::span<const float> x, std::span<float> y);
  /// dx_k = y_k (dy_k - sum_j dy_j y_j)
  static void row_slope(std::span<const float> y, std::span<float> d);
  struct scales {
    double highest, total;
  };
  /// The largest x_j and sum_j e^(x_j - it).
  static scales scale(std::span<const float> x);
};

/// x_k - ln sum_j e^x_j of each row of the last axis.
struct log_softmax_activation {
  static constexpr std::string_view name = "log_softmax";
  static void row(std::span<const float> x, std::span<float> y);
  /// dx_k = dy_k - e^y_k sum_j dy_j
  static void row_slope(std::span<const float> y, std::span<float> d);
};

using activation_functions =
    std::tuple<linear_activation, relu_activation, relu6_activation, leaky_relu_activation, elu_activation,
               selu_activation, exponential_activation, tanh_activation, sigmoid_activation, hard_sigmoid_activation,
               softplus_activation, softsign_activation, silu_activation, gelu_activation, softmax_activation,
               log_softmax_activation>;

}  // namespace regula::layers
