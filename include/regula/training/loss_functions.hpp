// SPDX-License-Identifier: MIT
/// What each loss means: of one entry, or of one row of the last axis; its value and its slope by the prediction.
/// Definitions of Keras 3 (keras.losses); double precision.
#pragma once
#include <regula/layers/activation_functions.hpp>

namespace regula::losses {

/// Keras keeps probabilities in [1e-7, 1 - 1e-7], both rounded to float.
inline constexpr double least_probability = 1e-7F, most_probability = 1.0F - 1e-7F;

/// (p - t)^2
struct squared_error {
  static double value(double t, double p) { return (p - t) * (p - t); }
  static double slope(double t, double p) { return 2 * (p - t); }
};

/// |p - t|; slope 0 at 0.
struct absolute_error {
  static double value(double t, double p) { return std::abs(p - t); }
  static double slope(double t, double p) { return p > t ? 1 : p < t ? -1 : p == t ? 0 : p - t; }
};

/// -t ln q - (1 - t) ln(1 - q), where q is p kept in [least_probability, most_probability]; slope 0 where it was moved.
struct binary_of_probability {
  static double value(double t, double p) {
    const double q = std::clamp(p, least_probability, most_probability);
    return -t * std::log(q) - (1 - t) * std::log1p(-q);
  }
  static double slope(double t, double p) {
    return p < least_probability || p > most_probability ? 0 : (p - t) / (p * (1 - p));
  }
};

/// The same of q = sigmoid(x), not kept away from 0 and 1: max(x, 0) - x t + ln(1 + e^-|x|).
struct binary_of_logit {
  static double value(double t, double x) {
    return (x > 0 ? x * (1 - t) : -x * t) + std::log1p(std::exp(-std::abs(x)));
  }
  static double slope(double t, double x) { return 1 / (1 + std::exp(-x)) - t; }
};

/// -sum_k t_k ln q_k, where q is p over its sum, kept in [least_probability, most_probability].
struct categorical_of_probability {
  static double value(const auto& t, std::span<const float> p) {
    const double total = sum(p);
    double v = 0 * total;  // NaN where a prediction is, whatever its target
    for (std::size_t k = 0; k < p.size(); ++k)
      if (const double tk = t[k]; tk != 0)
        v -= tk * std::log(std::clamp(p[k] / total, least_probability, most_probability));
    return v;
  }
  /// With u_k = -t_k / q_k, 0 where q_k was moved: (u_k - sum_j u_j q_j) / sum_j p_j, times `factor`.
  static void slope(const auto& t, std::span<const float> p, double factor, std::span<float> d) {
    const double total = sum(p);
    const auto u = [&](std::size_t k) {
      const double q = p[k] / total;
      return q < least_probability || q > most_probability ? 0 : -t[k] / q;
    };
    double mean = 0;
    for (std::size_t k = 0; k < p.size(); ++k) mean += u(k) * (p[k] / total);
    for (std::size_t k = 0; k < p.size(); ++k) d[k] = static_cast<float>(factor * (u(k) - mean) / total);
  }
  static double sum(std::span<const float> p) {
    double total = 0;
    for (const double v : p) total += v;
    return total;
  }
};

/// sum_k t_k (ln sum_j e^x_j - x_k): -sum_k t_k ln q_k of q = softmax(x), where 0 ln 0 = 0.
struct categorical_of_logits {
  static double value(const auto& t, std::span<const float> x) {
    const auto [highest, total] = layers::softmax_activation::scale(x);
    double v = 0 * total;
    for (std::size_t k = 0; k < x.size(); ++k)
      if (const double tk = t[k]; tk != 0) v += tk * (std::log(total) - (x[k] - highest));
    return v;
  }
  /// q_k sum_j t_j - t_k, times `factor`.
  static void slope(const auto& t, std::span<const float> x, double factor, std::span<float> d) {
    const auto [highest, total] = layers::softmax_activation::scale(x);
    double whole = 0;
    for (std::size_t k = 0; k < x.size(); ++k) whole += t[k];
    for (std::size_t k = 0; k < x.size(); ++k)
      d[k] = static_cast<float>(factor * (whole * std::exp(x[k] - highest) / total - t[k]));
  }
};

/// The row that is 1 at one index and 0 elsewhere.
struct one_hot {
  std::size_t at;
  double operator[](std::size_t k) const { return k == at ? 1 : 0; }
};

}  // namespace regula::losses
