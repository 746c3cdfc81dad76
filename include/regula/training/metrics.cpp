// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/training/labels.hpp>
#include <regula/training/metrics.hpp>

namespace regula::metrics {
namespace {

/// The index of the largest entry, the first of equal ones; none (the size) where there is a NaN or no entry.
std::size_t largest(std::span<const float> row) {
  std::size_t best = 0;
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (std::isnan(row[k])) return row.size();
    if (row[k] > row[best]) best = k;
  }
  return best;
}

}  // namespace

tally binary_accuracy(const ndarray& y_true, const ndarray& y_pred, float threshold) {
  training::check_same(y_true, y_pred);
  tally t{0, y_pred.size()};
  for (std::ptrdiff_t i = 0; i < t.count; ++i) {
    const float p = y_pred.data()[i];
    t.sum += !std::isnan(p) && y_true.data()[i] == (p > threshold ? 1.0F : 0.0F);
  }
  return t;
}

tally categorical_accuracy(const ndarray& y_true, const ndarray& y_pred) {
  training::check_rows(y_true, y_pred);
  tally t{0, y_pred.rows()};
  for (std::size_t i = 0; i < static_cast<std::size_t>(t.count); ++i) {
    const auto row = training::row_of(y_pred, i);
    const auto guess = largest(row);
    t.sum += guess < row.size() && guess == largest(training::row_of(y_true, i));
  }
  return t;
}

tally sparse_categorical_accuracy(const ndarray& y_true, const ndarray& y_pred) {
  const auto labels = training::labels_of(y_true, y_pred);
  tally t{0, static_cast<std::ptrdiff_t>(labels.size())};
  for (std::size_t i = 0; i < labels.size(); ++i) t.sum += largest(training::row_of(y_pred, i)) == labels[i];
  return t;
}

tally accuracy(const ndarray& y_true, const ndarray& y_pred) {
  if (y_pred.last() == 1) return binary_accuracy(y_true, y_pred);
  if (y_true.rank() < y_pred.rank() || y_true.last() == 1) return sparse_categorical_accuracy(y_true, y_pred);
  return categorical_accuracy(y_true, y_pred);
}

tally mean_absolute_error(const ndarray& y_true, const ndarray& y_pred) {
  training::check_same(y_true, y_pred);
  const auto d = y_pred.flat().cast<double>() - y_true.flat().cast<double>();
  return {y_pred.size() == 0 ? 0 : d.abs().sum(), y_pred.size()};
}

tally mean_squared_error(const ndarray& y_true, const ndarray& y_pred) {
  training::check_same(y_true, y_pred);
  const auto d = y_pred.flat().cast<double>() - y_true.flat().cast<double>();
  return {y_pred.size() == 0 ? 0 : d.square().sum(), y_pred.size()};
}

metric get(std::string_view name) {
  std::string known;
  for (const auto& m : known_metrics) {
    if (name == m.name || (!m.alias.empty() && name == m.alias)) return m;
    known += (known.empty() ? "" : ", ") + std::string(m.name);
  }
  throw config_error("no metric \"" + std::string(name) + "\"; known are " + known);
}

}  // namespace regula::metrics
