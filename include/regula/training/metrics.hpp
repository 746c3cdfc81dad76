// SPDX-License-Identifier: MIT
/// Metrics by Keras's names: accuracy, chosen from the shapes as Keras does, and errors.
///
///   const auto m = metrics::get("accuracy");
///   metrics::tally seen;
///   seen += m.count(y_true, y_pred);          batch after batch
///   seen.mean();
#pragma once
#include <array>
#include <regula/ndarray.hpp>
#include <string_view>

namespace regula::metrics {

/// A sum over samples (entries, for metrics of entries) and their number.
struct tally {
  double sum = 0;
  std::ptrdiff_t count = 0;
  /// 0 where nothing was counted.
  double mean() const { return count == 0 ? 0 : sum / static_cast<double>(count); }
  tally& operator+=(const tally& other) {
    sum += other.sum;
    count += other.count;
    return *this;
  }
};

/// Entries where (y_pred > threshold) is y_true. A NaN is a miss.
tally binary_accuracy(const ndarray& y_true, const ndarray& y_pred, float threshold = 0.5F);

/// Rows whose largest entry is that of the target's row. A row with a NaN is a miss.
tally categorical_accuracy(const ndarray& y_true, const ndarray& y_pred);

/// Rows whose largest entry is at the target's label. A row with a NaN is a miss.
tally sparse_categorical_accuracy(const ndarray& y_true, const ndarray& y_pred);

/// Binary for predictions with 1 on the last axis; sparse where targets have fewer axes, or 1 on the last one;
/// categorical otherwise.
tally accuracy(const ndarray& y_true, const ndarray& y_pred);

tally mean_absolute_error(const ndarray& y_true, const ndarray& y_pred);

tally mean_squared_error(const ndarray& y_true, const ndarray& y_pred);

/// Throws shape_error where the shapes do not fit, index_error for a label that is no class.
struct metric {
  std::string_view name, alias;
  tally (*count)(const ndarray& y_true, const ndarray& y_pred);
  double operator()(const ndarray& y_true, const ndarray& y_pred) const { return count(y_true, y_pred).mean(); }
};

inline constexpr std::array known_metrics = {
    metric{"accuracy", "acc", &accuracy},
    metric{"binary_accuracy", "",
           [](const ndarray& y_true, const ndarray& y_pred) { return binary_accuracy(y_true, y_pred); }},
    metric{"categorical_accuracy", "", &categorical_accuracy},
    metric{"sparse_categorical_accuracy", "", &sparse_categorical_accuracy},
    metric{"mean_absolute_error", "mae", &mean_absolute_error},
    metric{"mean_squared_error", "mse", &mean_squared_error},
};

/// By Keras's name or short form. Throws config_error with the known names.
metric get(std::string_view name);

}  // namespace regula::metrics
