// SPDX-License-Identifier: MIT
/// How targets meet predictions: equal shapes, class labels, rows. What losses and metrics share.
#pragma once
#include <regula/ndarray.hpp>

namespace regula::training {

/// Throws shape_error unless the shapes are equal, or become so when one of them drops a last axis of extent 1.
void check_same(const ndarray& y_true, const ndarray& y_pred);

/// Throws shape_error unless both have one shape of rank 1 or more: a row of the last axis for each sample.
void check_rows(const ndarray& y_true, const ndarray& y_pred);

/// The labels of y_true, one for each row of y_pred: its shape is y_pred's without the last axis, or with 1 there.
/// Throws shape_error otherwise, index_error for a label that is not one of 0, 1, ..., classes - 1.
std::vector<std::size_t> labels_of(const ndarray& y_true, const ndarray& y_pred);

/// Row `index` of the last axis.
inline std::span<const float> row_of(const ndarray& a, std::size_t index) {
  const auto n = static_cast<std::size_t>(a.last());
  return a.values().subspan(index * n, n);
}

}  // namespace regula::training
