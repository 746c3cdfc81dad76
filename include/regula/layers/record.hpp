// SPDX-License-Identifier: MIT
/// What a call of a layer leaves behind, and what losses() lists.
#pragma once
#include <regula/layers/random.hpp>
#include <regula/ndarray.hpp>

namespace regula::layers {

class layer;
using tensors = std::vector<ndarray>;
using shapes = std::vector<shape>;

inline shapes shapes_of(const tensors& all) {
  shapes s;
  for (const auto& t : all) s.push_back(t.shape());
  return s;
}

/// Throws shape_error where they are not of one number and the same shapes.
inline void check_gradients(const std::string& of, const tensors& gradients, const tensors& values) {
  const auto given = shapes_of(gradients), needed = shapes_of(values);
  const auto text = [](const shapes& all) {
    std::string list;
    for (const auto& s : all) list += (list.empty() ? "" : ", ") + shape_text(s);
    return list.empty() ? "none" : list;
  };
  if (given != needed)
    throw shape_error("the gradients of the layer \"" + of + " have the shapes " + text(given) + "; needed are " +
                      text(needed));
}

/// The penalty of an output divided by its first extent, the batch; a scalar has none. 0 for an empty batch, also where
/// the penalty of nothing is NaN, as in Keras.
inline double per_sample(double penalty, const ndarray& y) {
  if (y.rank() == 0) return penalty;
  return y.shape(0) == 0 ? 0.0 : penalty / static_cast<double>(y.shape(0));
}

/// What one call of a layer leaves behind: what its backward pass reads, and its activity penalties.
struct record {
  bool training = false;  // as in fit: batch statistics instead of moving ones
  bool keep = false;      // a backward pass will follow
  rng* draw = nullptr;    // initial values of layers that are not built yet
  tensors inputs = {}, outputs = {}, saved = {};
  std::vector<double> activity = {};
  std::vector<std::pair<layer*, record>> nested = {};

  /// For a layer inside.
  record like() const { return {.training = training, .keep = keep, .draw = draw}; }
};

/// One entry of losses().
struct loss_term {
  enum class kind { activity, weight };
  kind what;
  std::string layer, weight;  // weight: empty for an activity
  double value;
  std::string formula;
};

}  // namespace regula::layers
