// SPDX-License-Identifier: MIT
/// Optimizers by Keras's names, as values. Their configs are in <regula/training/optimizer_config.hpp>.
///
///   optimizers::optimizer opt = optimizers::sgd{.learning_rate = 0.05, .momentum = 0.9};    or get("adam")
///   opt.step(weights, gradients);                     pointers to tensors, the same ones at every step
///   opt.learning_rate(0.01);
#pragma once
#include <functional>
#include <regula/training/clipping.hpp>
#include <regula/training/optimizer_rules.hpp>
#include <variant>

namespace regula::optimizers {

class optimizer {
public:
  using rule_type = std::variant<sgd, adam, adamw>;

  /// Throws config_error for numbers out of range: all finite, learning_rate, epsilon, weight_decay and bounds >= 0,
  /// momentum in [0, 1], beta_1 and beta_2 in [0, 1), one of clipnorm, global_clipnorm and clipvalue at most; AdamW
  /// has a weight_decay.
  optimizer(rule_type rule) : rule_(std::move(rule)) {
    std::visit([](const auto& r) { check(r); }, rule_);
  }
  optimizer(sgd rule) : optimizer(rule_type(rule)) {}
  optimizer(adam rule) : optimizer(rule_type(rule)) {}
  optimizer(adamw rule) : optimizer(rule_type(rule)) {}

  /// "SGD", "Adam", "AdamW".
  std::string_view class_name() const {
    return std::visit([](const auto& r) { return r.class_name; }, rule_);
  }
  /// The options, of one of the three types.
  const rule_type& rule() const { return rule_; }

  double learning_rate() const {
    return std::visit([](const auto& r) { return r.learning_rate; }, rule_);
  }
  /// Throws config_error unless it is finite and not negative.
  void learning_rate(double rate) {
    check("learning_rate", rate, finite, "finite and not negative");
    std::visit([&](auto& r) { r.learning_rate = rate; }, rule_);
  }

  /// Spares the weights whose index `excluded` accepts the weight decay. Not part of the config.
  void exclude_from_weight_decay(std::function<bool(std::size_t)> excluded) { excluded_ = std::move(excluded); }

  /// Steps taken.
  std::int64_t iterations() const { return iterations_; }
  /// The state: slots of the first weight, then of the second... SGD has the momentum where that is not 0; Adam has m,
  /// v and, with amsgrad, the largest v. Empty before the first step.
  std::span<const ndarray> slots() const { return slots_; }
  /// Forgets steps and state; the next step may have other weights.
  void reset() {
    iterations_ = 0;
    shapes_.clear();
    slots_.clear();
  }

  /// For each weight: weight decay w -= w weight_decay learning_rate, then the rule's step with the bounded gradient.
  /// A NaN in a gradient goes into its weight; with clipnorm into all of that weight, with global_clipnorm into all
  /// weights. No weights: nothing happens.
  /// Throws shape_error where numbers or shapes differ from each other or from the first step's, and overlap_error
  /// where a weight is given twice or as a gradient; then neither weights nor state are written.
  void step(std::span<ndarray* const> weights, std::span<const ndarray* const> gradients) {
    check(weights, gradients);
    if (weights.empty()) return;
    std::visit([&](const auto& r) { apply(r, weights, gradients); }, rule_);
  }

  /// Equal options; state is not compared.
  bool operator==(const optimizer& other) const { return rule_ == other.rule_; }

private:
  static constexpr double finite = std::numeric_limits<double>::max();

  static void check(std::string_view what, double v, double most, std::string_view allowed) {
    if (!(v >= 0 && v <= most))
      throw config_error(std::string(what) + " is " + std::string(allowed) + "; given is " + number_text(v));
  }
  template <class R> static void check(const R& r) {
    constexpr std::string_view positive = "finite and not negative";
    check("learning_rate", r.learning_rate, finite, positive);
    check("weight_decay", r.weight_decay.value_or(0), finite, positive);
    check("clipnorm", r.clipnorm.value_or(0), finite, positive);
    check("global_clipnorm", r.global_clipnorm.value_or(0), finite, positive);
    check("clipvalue", r.clipvalue.value_or(0), finite, positive);
    if (r.clipnorm.has_value() + r.global_clipnorm.has_value() + r.clipvalue.has_value() > 1)
      throw config_error("one of clipnorm, global_clipnorm and clipvalue can be set, not more");
    if constexpr (std::is_same_v<R, sgd>) {
      check("momentum", r.momentum, 1, "in [0, 1]");
    } else {
      check("beta_1", r.beta_1, 1 - 0x1p-53, "in [0, 1)");
      check("beta_2", r.beta_2, 1 - 0x1p-53, "in [0, 1)");
      check("epsilon", r.epsilon, finite, positive);
    }
    if (std::is_same_v<R, adamw> && !r.weight_decay)
      throw config_error("AdamW has a weight_decay; without one it is Adam");
  }

  void check(std::span<ndarray* const> weights, std::span<const ndarray* const> gradients) const {
    const auto count = [](std::size_t n) { return std::to_string(n); };
    if (weights.size() != gradients.size())
      throw shape_error("a step takes one gradient for each weight; given are " + count(weights.size()) +
                        " weights and " + count(gradients.size()) + " gradients");
    if (!shapes_.empty() && weights.size() != shapes_.size())
      throw shape_error("the first step had " + count(shapes_.size()) + " weights; this one has " +
                        count(weights.size()) + "; reset() forgets the first");
    std::vector<const ndarray*> sorted;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (!weights[i] || !gradients[i]) throw shape_error("weight " + count(i) + " or its gradient is a null pointer");
      const shape& s = weights[i]->shape();
      if (gradients[i]->shape() != s)
        throw shape_error("weight " + count(i) + " has the shape " + shape_text(s) + ", its gradient " +
                          shape_text(gradients[i]->shape()));
      if (!shapes_.empty() && shapes_[i] != s)
        throw shape_error("weight " + count(i) + " had the shape " + shape_text(shapes_[i]) +
                          " at the first step, now " + shape_text(s) + "; reset() forgets the first");
      sorted.push_back(weights[i]);
    }
    std::sort(sorted.begin(), sorted.end(), std::less<>{});
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
      throw overlap_error("a weight is given twice in one step");
    for (const ndarray* g : gradients)
      if (std::binary_search(sorted.begin(), sorted.end(), g, std::less<>{}))
        throw overlap_error("a tensor is given as weight and as gradient");
  }

  /// What may throw is done before what writes.
  void apply(const auto& rule, std::span<ndarray* const> weights, std::span<const ndarray* const> gradients) {
    const auto bounded = clipped({rule.clipnorm, rule.global_clipnorm, rule.clipvalue}, gradients);
    std::vector<bool> decays(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) decays[i] = rule.weight_decay && !(excluded_ && excluded_(i));
    if (shapes_.empty()) allocate(rule.slots(), weights);

    ++iterations_;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      auto w = weights[i]->flat();
      if (decays[i]) w -= w * static_cast<float>(*rule.weight_decay) * static_cast<float>(rule.learning_rate);
      rule.step(iterations_, w, (bounded.empty() ? *gradients[i] : bounded[i]).flat(),
                slots_.data() + i * rule.slots());
    }
  }
  void allocate(std::size_t slots, std::span<ndarray* const> weights) {
    std::vector<shape> shapes;
    std::vector<ndarray> zeros;
    for (const ndarray* w : weights) {
      shapes.push_back(w->shape());
      for (std::size_t k = 0; k < slots; ++k) zeros.emplace_back(w->shape());
    }
    shapes_ = std::move(shapes);
    slots_ = std::move(zeros);
  }

  rule_type rule_;
  std::function<bool(std::size_t)> excluded_;
  std::int64_t iterations_ = 0;
  std::vector<shape> shapes_;
  std::vector<ndarray> slots_;
};

/// "sgd", "adam" or "adamw", in capitals or not, with Keras's defaults. Throws config_error with the known names.
inline optimizer get(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "sgd") return sgd{};
  if (lower == "adam") return adam{};
  if (lower == "adamw") return adamw{};
  throw config_error("no optimizer \"" + std::string(name) + "\"; known are SGD, Adam, AdamW");
}

}  // namespace regula::optimizers
