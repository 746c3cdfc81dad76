// SPDX-License-Identifier: MIT
/// Losses by Keras's names, as values: the mean over all samples ("sum_over_batch_size").
///
///   const auto loss = losses::get("mse");                       or losses::mean_squared_error()
///   loss.value(y_true, y_pred);
///   loss.value_and_gradient(y_true, y_pred, dpred);             dpred: the gradient by y_pred, of its shape
#pragma once
#include <array>
#include <regula/training/labels.hpp>
#include <regula/training/loss_functions.hpp>

namespace regula::losses {

enum class target { entries, rows, labels };

/// What Keras calls a loss. `rows` compares rows of the last axis, `labels` a row with the index of its class.
struct loss_class {
  std::string_view name, class_name, alias;
  target against;
};
inline constexpr std::array loss_classes = {
    loss_class{"mean_squared_error", "MeanSquaredError", "mse", target::entries},
    loss_class{"mean_absolute_error", "MeanAbsoluteError", "mae", target::entries},
    loss_class{"binary_crossentropy", "BinaryCrossentropy", "bce", target::entries},
    loss_class{"categorical_crossentropy", "CategoricalCrossentropy", "", target::rows},
    loss_class{"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "", target::labels},
};

class loss {
public:
  /// Throws config_error where a loss without probabilities is said to take logits.
  explicit loss(const loss_class& c, bool from_logits = false) : class_(c), from_logits_(from_logits) {
    if (from_logits && !is_crossentropy())
      throw config_error(std::string(c.name) + " takes no from_logits; the crossentropies do");
  }

  std::string_view name() const { return class_.name; }
  std::string_view class_name() const { return class_.class_name; }
  bool from_logits() const { return from_logits_; }
  bool is_crossentropy() const { return class_.name.ends_with("crossentropy"); }

  /// The mean over the samples, or over the entries for losses of entries, summed in double. No entries: 0.
  /// Throws shape_error where the shapes do not fit, index_error for a label that is no class.
  double value(const ndarray& y_true, const ndarray& y_pred) const { return run(y_true, y_pred, nullptr); }
  /// Also its gradient by y_pred; dpred may be y_true or y_pred itself. Nothing is written when it throws.
  double value_and_gradient(const ndarray& y_true, const ndarray& y_pred, ndarray& dpred) const {
    ndarray d(y_pred.shape());
    const double v = run(y_true, y_pred, &d);
    dpred = std::move(d);
    return v;
  }

  bool operator==(const loss& other) const { return name() == other.name() && from_logits_ == other.from_logits_; }

private:
  double run(const ndarray& y_true, const ndarray& y_pred, ndarray* d) const {
    if (class_.name == "mean_squared_error") return entries<squared_error>(y_true, y_pred, d);
    if (class_.name == "mean_absolute_error") return entries<absolute_error>(y_true, y_pred, d);
    if (class_.against == target::entries)
      return from_logits_ ? entries<binary_of_logit>(y_true, y_pred, d)
                          : entries<binary_of_probability>(y_true, y_pred, d);
    return from_logits_ ? categorical<categorical_of_logits>(y_true, y_pred, d)
                        : categorical<categorical_of_probability>(y_true, y_pred, d);
  }

  template <class F> static double entries(const ndarray& y_true, const ndarray& y_pred, ndarray* d) {
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

  template <class F> double categorical(const ndarray& y_true, const ndarray& y_pred, ndarray* d) const {
    if (class_.against == target::labels) {
      const auto labels = training::labels_of(y_true, y_pred);
      return rows<F>([&](std::size_t i) { return one_hot{labels[i]}; }, y_pred, d);
    }
    training::check_rows(y_true, y_pred);
    return rows<F>([&](std::size_t i) { return training::row_of(y_true, i); }, y_pred, d);
  }

  template <class F> static double rows(const auto& target_of, const ndarray& y_pred, ndarray* d) {
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

  loss_class class_;
  bool from_logits_;
};

/// By Keras's name ("mean_squared_error"), class ("MeanSquaredError") or short form ("mse", "MSE").
/// Throws config_error with the known names.
inline loss get(std::string_view name, bool from_logits = false) {
  std::string lower(name), known;
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const auto& c : loss_classes) {
    if (name == c.name || name == c.class_name || (!c.alias.empty() && lower == c.alias)) return loss(c, from_logits);
    known += (known.empty() ? "" : ", ") + std::string(c.name);
  }
  throw config_error("no loss \"" + std::string(name) + "\"; known are " + known);
}

inline loss mean_squared_error() { return get("mean_squared_error"); }
inline loss mean_absolute_error() { return get("mean_absolute_error"); }
inline loss binary_crossentropy(bool from_logits = false) { return get("binary_crossentropy", from_logits); }
/// y_true has y_pred's shape: a distribution over the classes for each sample.
inline loss categorical_crossentropy(bool from_logits = false) { return get("categorical_crossentropy", from_logits); }
/// y_true has one class, 0, 1, ..., for each sample.
inline loss sparse_categorical_crossentropy(bool from_logits = false) {
  return get("sparse_categorical_crossentropy", from_logits);
}

}  // namespace regula::losses
