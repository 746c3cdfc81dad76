// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <regula/layers/activation_functions.hpp>
#include <regula/training/labels.hpp>
#include <regula/training/losses.hpp>

namespace regula::losses {
namespace {

// What each loss means: of one entry, or of one row of the last axis; its value and its slope by the prediction.
// Definitions of Keras 3 (keras.losses); double precision.

/// Keras keeps probabilities in [1e-7, 1 - 1e-7], both rounded to float.
constexpr double least_probability = 1e-7F, most_probability = 1.0F - 1e-7F;

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

template <class F> double entries(const ndarray& y_true, const ndarray& y_pred, ndarray* d) {
  training::check_same(y_true, y_pred);
  const auto n = static_cast<std::size_t>(y_pred.size());
  if (n == 0) return 0;
  const float *t = y_true.data(), *p = y_pred.data();
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) total += F::value(t[i], p[i]);
  if (d)
    for (std::size_t i = 0; i < n; ++i)
      d->data()[i] = static_cast<float>(F::slope(t[i], p[i]) / static_cast<double>(n));
  return total / static_cast<double>(n);
}

template <class F> double rows(const auto& target_of, const ndarray& y_pred, ndarray* d) {
  const auto n = static_cast<std::size_t>(y_pred.rows()), classes = static_cast<std::size_t>(y_pred.last());
  if (y_pred.size() == 0) return 0;
  double total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const auto t = target_of(i);
    const auto p = training::row_of(y_pred, i);
    total += F::value(t, p);
    if (d) F::slope(t, p, 1 / static_cast<double>(n), d->values().subspan(i * classes, classes));
  }
  return total / static_cast<double>(n);
}

template <class F> double categorical(target against, const ndarray& y_true, const ndarray& y_pred, ndarray* d) {
  if (against == target::labels) {
    const auto labels = training::labels_of(y_true, y_pred);
    return rows<F>([&](std::size_t i) { return one_hot{labels[i]}; }, y_pred, d);
  }
  training::check_rows(y_true, y_pred);
  return rows<F>([&](std::size_t i) { return training::row_of(y_true, i); }, y_pred, d);
}

}  // namespace

loss::loss(const loss_class& c, bool from_logits) : class_(c), from_logits_(from_logits) {
  if (from_logits && !is_crossentropy())
    throw config_error(std::string(c.name) + " takes no from_logits; the crossentropies do");
}

double loss::value_and_gradient(const ndarray& y_true, const ndarray& y_pred, ndarray& dpred) const {
  ndarray d(y_pred.shape());
  const double v = run(y_true, y_pred, &d);
  dpred = std::move(d);
  return v;
}

double loss::run(const ndarray& y_true, const ndarray& y_pred, ndarray* d) const {
  if (class_.name == "mean_squared_error") return entries<squared_error>(y_true, y_pred, d);
  if (class_.name == "mean_absolute_error") return entries<absolute_error>(y_true, y_pred, d);
  if (class_.against == target::entries)
    return from_logits_ ? entries<binary_of_logit>(y_true, y_pred, d)
                        : entries<binary_of_probability>(y_true, y_pred, d);
  return from_logits_ ? categorical<categorical_of_logits>(class_.against, y_true, y_pred, d)
                      : categorical<categorical_of_probability>(class_.against, y_true, y_pred, d);
}

loss get(std::string_view name, bool from_logits) {
  std::string lower(name), known;
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const auto& c : loss_classes) {
    if (name == c.name || name == c.class_name || (!c.alias.empty() && lower == c.alias)) return loss(c, from_logits);
    known += (known.empty() ? "" : ", ") + std::string(c.name);
  }
  throw config_error("no loss \"" + std::string(name) + "\"; known are " + known);
}

}  // namespace regula::losses
