// SPDX-License-Identifier: MIT
/// A weight of a layer: its values, the gradient of the last backward pass, and its regularizer.
#pragma once
#include <regula/constraints/constraint.hpp>
#include <regula/layers/initializers.hpp>
#include <regula/regularizers.hpp>

namespace regula::layers {

/// How a weight begins, its penalty, and what it is held to: the three members of a config that have its role in front, as
/// kernel_initializer, kernel_regularizer and kernel_constraint.
struct weight_rules {
  initializers::initializer initializer;
  regula::regularizer regularizer;
  constraints::constraint constraint;
};
/// By role.
using named_rules = std::vector<std::pair<std::string, weight_rules>>;

/// Without values until the layer is built. `regularizer` may be set at any time: the next reading of losses() sees it.
struct weight {
  std::string name;
  initializers::initializer initializer;
  regula::regularizer regularizer;
  bool trainable = true;
  constraints::constraint constraint = {};  // applied after each step of training
  bool built = false;
  ndarray value = {}, gradient = {};

  weight_rules rules() const { return {initializer, regularizer, constraint}; }
  /// Gives it a shape, its initial values and a gradient of zeros. Throws config_error for more than draw.entries_left.
  void build(const shape& extents, rng& draw);
  /// Replaces the values. Throws shape_error where the shape differs; the weight is then as it was.
  void assign(ndarray values);
};

/// An initializer option: an initializer, or a name or config of Keras.
class initializer_option {
public:
  initializer_option(const initializers::initializer& made) : made_(made) {}
  initializer_option(const char* name) : made_(initializers::get(name)) {}
  initializer_option(const std::string& name) : made_(initializers::get(name)) {}
  operator initializers::initializer() const { return made_; }

private:
  initializers::initializer made_;
};

}  // namespace regula::layers
