// SPDX-License-Identifier: MIT
/// What a call of a layer leaves behind, and what losses() lists.
#pragma once
#include <memory>
#include <regula/layers/random.hpp>
#include <regula/ndarray.hpp>
#include <regula/policy.hpp>

namespace regula::layers {

class layer;
using tensors = std::vector<ndarray>;
using shapes = std::vector<shape>;
/// Which steps of a tensor count, 1, and which are filling, 0: (batch, steps), as a rule. Null: all count.
using mask_ptr = std::shared_ptr<const ndarray>;
using mask_list = std::vector<mask_ptr>;

shapes shapes_of(const tensors& all);
/// Throws shape_error where they are not of one number and the same shapes.
void check_gradients(const std::string& of, const tensors& gradients, const tensors& values);

/// The penalty of an output divided by its first extent, the batch; a scalar has none. 0 for an empty batch, also where
/// the penalty of nothing is NaN, as in Keras.
double per_sample(double penalty, const ndarray& y);

/// What one call of a layer leaves behind: what its backward pass reads, and its activity penalties.
struct record {
  bool training = false;  // as in fit: batch statistics instead of moving ones
  bool keep = false;      // a backward pass will follow
  rng* draw = nullptr;    // initial values of layers that are not built yet
  policy on = {};         // the threads that products, convolutions and penalties run on
  tensors inputs = {}, outputs = {}, saved = {};
  mask_list given = {}, made = {};  // of the inputs, empty for none; of the outputs
  std::vector<double> activity = {};
  std::vector<std::pair<layer*, record>> nested = {};

  /// A loss of a layer's own, said in its forward pass and taken as it is, in losses() before the penalty of the activity.
  /// Its slope is the layer's to add, in its backward pass.   [Keras add_loss]
  void add_loss(double value) { activity.push_back(value); }
  /// The mask of this input; null where there is none.
  mask_ptr given_mask(std::size_t input) const { return input < given.size() ? given[input] : nullptr; }
  /// For a layer inside.
  record like() const { return {.training = training, .keep = keep, .draw = draw, .on = on}; }
};

/// One entry of losses().
struct loss_term {
  enum class kind { activity, weight };
  kind what;
  std::string layer, weight;  // the path of the layer, the name of the weight; no weight for an activity
  double value;
  std::string formula;
};

}  // namespace regula::layers
