// SPDX-License-Identifier: MIT
#include <regula/layers/activation_functions.hpp>

namespace regula::layers {

void softmax_activation::row(std::span<const float> x, std::span<float> y) {
  const auto [highest, total] = scale(x);
  for (std::size_t k = 0; k < x.size(); ++k) y[k] = static_cast<float>(std::exp(double{x[k]} - highest) / total);
}

void softmax_activation::row_slope(std::span<const float> y, std::span<float> d) {
  double total = 0;
  for (std::size_t k = 0; k < y.size(); ++k) total += double{d[k]} * y[k];
  for (std::size_t k = 0; k < y.size(); ++k) d[k] = static_cast<float>(y[k] * (d[k] - total));
}

softmax_activation::scales softmax_activation::scale(std::span<const float> x) {
  if (x.empty()) return {0, 1};
  const double highest = *std::max_element(x.begin(), x.end());
  double total = 0;
  for (const double v : x) total += std::exp(v - highest);
  return {highest, total};
}

void log_softmax_activation::row(std::span<const float> x, std::span<float> y) {
  const auto [highest, total] = softmax_activation::scale(x);
  const double log_total = std::log(total);
  for (std::size_t k = 0; k < x.size(); ++k) y[k] = static_cast<float>(double{x[k]} - highest - log_total);
}

void log_softmax_activation::row_slope(std::span<const float> y, std::span<float> d) {
  double total = 0;
  for (const double v : d) total += v;
  for (std::size_t k = 0; k < y.size(); ++k) d[k] = static_cast<float>(d[k] - std::exp(double{y[k]}) * total);
}

}  // namespace regula::layers
