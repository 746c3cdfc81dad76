// SPDX-License-Identifier: MIT
/// Metrics by Keras's names: accuracy, chosen from the shapes as Keras does, and errors.
///
///   const auto m = metrics::get("accuracy");
///   metrics::tally seen;
///   seen += m.count(y_true, y_pred);          batch after batch
///   seen.mean();
#pragma once
#include <array>
#include <regula/training/labels.hpp>

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

/// The index of the largest entry, the first of equal ones; none (the size) where there is a NaN or no entry.
inline std::size_t largest(std::span<const float> row) {
  std::size_t best = 0;
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (std::isnan(row[k])) return row.size();
    if (row[k] > row[best]) best = k;
  }
  return best;
}

/// Entries where (y_pred > threshold) is y_true. A NaN is a miss.
inline tally binary_accuracy(const ndarray& y_true, const ndarray& y_pred, float threshold = 0.5F) {
  training::check_same(y_true, y_pred);
  tally t{0, y_pred.size()};
  for (std::ptrdiff_t i = 0; i < t.count; ++i) {
    const float p = y_pred.data()[i];
    t.sum += !std::isnan(p) && y_true.data()[i] == (p > threshold ? 1.0F : 0.0F);
  }
  return t;
}

/// Rows whose largest entry is that of the target's row. A row with a NaN is a miss.
inline tally categorical_accuracy(const ndarray& y_true, const ndarray& y_pred) {
  training::check_rows(y_true, y_pred);
  tally t{0, y_pred.rows()};
  for (std::size_t i = 0; i < static_cast<std::size_t>(t.count); ++i) {
    const auto row = training::row_of(y_pred, i);
    const auto guess = largest(row);
    t.sum += guess < row.size() && guess == largest(training::row_of(y_true, i));
  }
  return t;
}

/// Rows whose largest entry is at the target's label. A row with a NaN is a miss.
inline tally sparse_categorical_accuracy(const ndarray& y_true, const ndarray& y_pred) {
  const auto labels = training::labels_of(y_true, y_pred);
  tally t{0, static_cast<std::ptrdiff_t>(labels.size())};
  for (std::size_t i = 0; i < labels.size(); ++i) t.sum += largest(training::row_of(y_pred, i)) == labels[i];
  return t;
}

/// Binary for predictions with 1 on the last axis; sparse where targets have fewer axes, or 1 on the last one;
/// categorical otherwise.
inline tally accuracy(const ndarray& y_true, const ndarray& y_pred) {
  if (y_pred.last() == 1) return binary_accuracy(y_true, y_pred);
  if (y_true.rank() < y_pred.rank() || y_true.last() == 1) return sparse_categorical_accuracy(y_true, y_pred);
  return categorical_accuracy(y_true, y_pred);
}

inline tally mean_absolute_error(const ndarray& y_true, const ndarray& y_pred) {
  training::check_same(y_true, y_pred);
  const auto d = y_pred.flat().cast<double>() - y_true.flat().cast<double>();
  return {y_pred.size() == 0 ? 0 : d.abs().sum(), y_pred.size()};
}

inline tally mean_squared_error(const ndarray& y_true, const ndarray& y_pred) {
  training::check_same(y_true, y_pred);
  const auto d = y_pred.flat().cast<double>() - y_true.flat().cast<double>();
  return {y_pred.size() == 0 ? 0 : d.square().sum(), y_pred.size()};
}

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
inline metric get(std::string_view name) {
  std::string known;
  for (const auto& m : known_metrics) {
    if (name == m.name || (!m.alias.empty() && name == m.alias)) return m;
    known += (known.empty() ? "" : ", ") + std::string(m.name);
  }
  throw config_error("no metric \"" + std::string(name) + "\"; known are " + known);
}

}  // namespace regula::metrics
