// SPDX-License-Identifier: MIT
/// Constraints of weights, applied after each step of training, as tf.keras.constraints has them.
///
///   constraints::constraint c = constraints::MaxNorm(2.0);      or "max_norm", or a config of Keras
///   constraints::constraint own("Halved", [](ndarray& w) { w.flat() *= 0.5F; });
///   c(w)                                                        w is its own projection now
#pragma once
#include <functional>
#include <map>
#include <regula/kept_json.hpp>
#include <regula/ndarray.hpp>

namespace regula::constraints {

/// A rule that moves the entries of a weight to where they are allowed. None when default-made. Copies are independent.
class constraint {
public:
  constraint() = default;
  constraint(std::nullptr_t) {}
  /// "max_norm" or "MaxNorm", non_neg, unit_norm, min_max_norm, with their defaults. Throws config_error.
  constraint(const char* name);
  constraint(const std::string& name);
  /// A config of Keras, as deserialize() reads it.
  constraint(const json& config);
  /// One's own. The name stands for it in configs and files.
  constraint(std::string name, std::function<void(ndarray&)> apply);
  constraint(std::string name, const json& config, std::function<void(ndarray&)> apply);

  explicit operator bool() const { return static_cast<bool>(apply_); }
  /// Nothing where there is no rule.
  void operator()(ndarray& w) const {
    if (apply_) apply_(w);
  }
  /// Throws shape_error where an axis of the rule is none of a weight of this shape. One's own are not looked at.
  void check(const shape& of) const;
  /// The class of Keras, or the name that one's own was given.
  const std::string& name() const { return name_; }
  const json& get_config() const { return config_; }
  bool operator==(const constraint& other) const;

private:
  std::string name_;
  kept_json config_;
  std::function<void(ndarray&)> apply_;
};

/// Axes over which a norm is taken, negative ones counted from the last; 0 for a dense kernel, {0, 1, 2} for that of a
/// 2-D convolution.
using axes = std::vector<std::ptrdiff_t>;

/// w clip(|w|, 0, max_value) / (1e-7 + |w|), |w| the 2-norm over the axes.
constraint MaxNorm(double max_value = 2.0, const axes& axis = {0});
/// w where w >= 0, else 0.
constraint NonNeg();
/// w / (1e-7 + |w|).
constraint UnitNorm(const axes& axis = {0});
/// w d / (1e-7 + |w|), d = rate clip(|w|, min_value, max_value) + (1 - rate) |w|.
constraint MinMaxNorm(double min_value = 0.0, double max_value = 1.0, double rate = 1.0, const axes& axis = {0});

/// One's own constraints by the name that configs have for them.
using named_constraints = std::map<std::string, constraint, std::less<>>;

/// In the form of Keras 3; null for none.
json serialize(const constraint& c);
/// Reads both forms of Keras, names, and one's own by name. Throws config_error that lists the known names.
constraint deserialize(const json& from, const named_constraints& custom = {});

}  // namespace regula::constraints
