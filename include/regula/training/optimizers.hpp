// SPDX-License-Identifier: MIT
/// Optimizers by Keras's names, as values. Their configs are in <regula/training/optimizer_config.hpp>.
///
///   optimizers::optimizer opt = optimizers::sgd{.learning_rate = 0.05, .momentum = 0.9};    or get("adam")
///   opt.step(weights, gradients);                     pointers to tensors, the same ones at every step
///   opt.learning_rate(0.01);
#pragma once
#include <functional>
#include <regula/ndarray.hpp>
#include <regula/policy.hpp>
#include <regula/training/optimizer_rules.hpp>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace regula::optimizers {

class optimizer {
public:
  using rule_type = std::variant<sgd, adam, adamw>;

  /// Throws config_error for numbers out of range: all finite, learning_rate, epsilon, weight_decay and bounds >= 0,
  /// momentum in [0, 1], beta_1 and beta_2 in [0, 1), one of clipnorm, global_clipnorm and clipvalue at most; AdamW
  /// has a weight_decay.
  optimizer(rule_type rule);
  optimizer(sgd rule) : optimizer(rule_type(rule)) {}
  optimizer(adam rule) : optimizer(rule_type(rule)) {}
  optimizer(adamw rule) : optimizer(rule_type(rule)) {}
  /// By name, as get().
  optimizer(const char* name);
  optimizer(const std::string& name);

  /// "SGD", "Adam", "AdamW".
  std::string_view class_name() const;
  /// The options, of one of the three types.
  const rule_type& rule() const { return rule_; }

  double learning_rate() const;
  /// Throws config_error unless it is finite and not negative.
  void learning_rate(double rate);

  /// Spares the weights whose index `excluded` accepts the weight decay. Not part of the config.
  void exclude_from_weight_decay(std::function<bool(std::size_t)> excluded) { excluded_ = std::move(excluded); }

  /// Steps taken.
  std::int64_t iterations() const { return iterations_; }
  /// The state: slots of the first weight, then of the second... SGD has the momentum where that is not 0; Adam has m,
  /// v and, with amsgrad, the largest v. Empty before the first step.
  std::span<const ndarray> slots() const { return slots_; }
  /// Forgets steps and state; the next step may have other weights.
  void reset();

  /// For each weight: weight decay w -= w weight_decay learning_rate, then the rule's step with the bounded gradient.
  /// A NaN in a gradient goes into its weight; with clipnorm into all of that weight, with global_clipnorm into all
  /// weights. No weights: nothing happens.
  /// Throws shape_error where numbers or shapes differ from each other or from the first step's, and overlap_error
  /// where a weight is given twice or as a gradient; then neither weights nor state are written.
  void step(std::span<ndarray* const> weights, std::span<const ndarray* const> gradients, const policy& on = {});

  /// Equal options; state is not compared.
  bool operator==(const optimizer& other) const;

private:
  void check(std::span<ndarray* const> weights, std::span<const ndarray* const> gradients) const;
  void allocate(std::size_t slots, std::span<ndarray* const> weights);

  rule_type rule_;
  std::function<bool(std::size_t)> excluded_;
  std::int64_t iterations_ = 0;
  std::vector<shape> shapes_;
  std::vector<ndarray> slots_;
};

/// "sgd", "adam" or "adamw", in capitals or not, with Keras's defaults. Throws config_error with the known names.
optimizer get(std::string_view name);

}  // namespace regula::optimizers
