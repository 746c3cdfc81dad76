// SPDX-License-Identifier: MIT
/// Losses by Keras's names, as values: the mean over all samples ("sum_over_batch_size").
///
///   const auto loss = losses::get("mse");                       or losses::mean_squared_error()
///   loss.value(y_true, y_pred);
///   loss.value_and_gradient(y_true, y_pred, dpred);             dpred: the gradient by y_pred, of its shape
#pragma once
#include <array>
#include <regula/ndarray.hpp>
#include <string_view>

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
  explicit loss(const loss_class& c, bool from_logits = false);

  std::string_view name() const { return class_.name; }
  std::string_view class_name() const { return class_.class_name; }
  bool from_logits() const { return from_logits_; }
  bool is_crossentropy() const { return class_.name.ends_with("crossentropy"); }

  /// The mean over the samples, or over the entries for losses of entries, summed in double. No entries: 0.
  /// Throws shape_error where the shapes do not fit, index_error for a label that is no class.
  double value(const ndarray& y_true, const ndarray& y_pred) const { return run(y_true, y_pred, nullptr); }
  /// Also its gradient by y_pred; dpred may be y_true or y_pred itself. Nothing is written when it throws.
  double value_and_gradient(const ndarray& y_true, const ndarray& y_pred, ndarray& dpred) const;

  bool operator==(const loss& other) const { return name() == other.name() && from_logits_ == other.from_logits_; }

private:
  double run(const ndarray& y_true, const ndarray& y_pred, ndarray* d) const;

  loss_class class_;
  bool from_logits_;
};

/// By Keras's name ("mean_squared_error"), class ("MeanSquaredError") or short form ("mse", "MSE").
/// Throws config_error with the known names.
loss get(std::string_view name, bool from_logits = false);

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
