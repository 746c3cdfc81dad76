// SPDX-License-Identifier: MIT
#include <cmath>
#include <regula/training/labels.hpp>

namespace regula::training {

void check_same(const ndarray& y_true, const ndarray& y_pred) {
  const auto trimmed = [](const ndarray& longer, const ndarray& shorter) {
    return longer.rank() == shorter.rank() + 1 && longer.last() == 1 &&
           std::equal(shorter.shape().begin(), shorter.shape().end(), longer.shape().begin());
  };
  if (y_true.shape() != y_pred.shape() && !trimmed(y_true, y_pred) && !trimmed(y_pred, y_true))
    throw shape_error("targets have the shape of the predictions; these are " + shape_text(y_true.shape()) + " and " +
                      shape_text(y_pred.shape()));
}

void check_rows(const ndarray& y_true, const ndarray& y_pred) {
  if (y_pred.rank() == 0 || y_true.shape() != y_pred.shape())
    throw shape_error("targets have the shape of the predictions, of rank 1 or more; these are " +
                      shape_text(y_true.shape()) + " and " + shape_text(y_pred.shape()));
}

std::vector<std::size_t> labels_of(const ndarray& y_true, const ndarray& y_pred) {
  auto wanted = y_pred.shape();
  if (!wanted.empty()) wanted.pop_back();
  auto column = wanted;
  column.push_back(1);
  if (y_pred.rank() == 0 || (y_true.shape() != wanted && y_true.shape() != column))
    throw shape_error("class labels for predictions " + shape_text(y_pred.shape()) + " have the shape " +
                      shape_text(wanted) + " or " + shape_text(column) + "; these have " + shape_text(y_true.shape()));
  std::vector<std::size_t> labels;
  labels.reserve(static_cast<std::size_t>(y_true.size()));
  for (const double v : y_true.values()) {
    if (!(v >= 0 && v < static_cast<double>(y_pred.last()) && v == std::floor(v)))
      throw index_error("label " + number_text(v) + " of sample " + std::to_string(labels.size()) +
                        " is none of the classes 0 to " + std::to_string(y_pred.last() - 1));
    labels.push_back(static_cast<std::size_t>(v));
  }
  return labels;
}

}  // namespace regula::training
