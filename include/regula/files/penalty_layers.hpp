// SPDX-License-Identifier: MIT
/// The layers of a config of Keras as a tree, whatever their classes, with what says *_regularizer. For penalties.hpp.
#pragma once
#include <regula/ndarray.hpp>
#include <regula/regularizers/json.hpp>
#include <string>
#include <vector>

namespace regula::files {

/// A member X_regularizer that is not null. `role` is X, "" for the member "regularizer", and a path, with slashes, of
/// what is no member of the layer itself.
struct penalty_role {
  std::string key, role;
  json config;
};

/// A weight on its way to its layer: the name in the file, and the last part of it without what Keras appends.
struct stored_weight {
  std::string path, name;
  const ndarray* tensor;
};

/// A layer or model of the config. It points into the JSON.
struct penalty_layer {
  std::string path, name, class_name;
  std::string key;  ///< the member of the config around that it is: "layer", "cell"; "layers" in a model
  bool in_list;     ///< that member is a list of layers
  const json* config;
  bool trainable;
  bool is_model;  ///< it has a list of layers
  std::vector<penalty_role> roles, activities;
  std::vector<penalty_layer> inside;
  std::vector<stored_weight> weights;
  std::string problem;  ///< why roles have no weights, where the reason is known

  /// Whether a regularizer is given to each of several weights of the same name: projections of an attention.
  bool has_equal_parts() const;
};

/// Throws config_error for what is no layer, and for configs that multiply themselves.
penalty_layer penalty_layers(const json& model);

}  // namespace regula::files
