// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <limits>
#include <regula/training/clipping.hpp>
#include <regula/training/optimizers.hpp>

namespace regula::optimizers {
namespace {

constexpr double finite = std::numeric_limits<double>::max();

void check_number(std::string_view what, double v, double most, std::string_view allowed) {
  if (!(v >= 0 && v <= most))
    throw config_error(std::string(what) + " is " + std::string(allowed) + "; given is " + number_text(v));
}
template <class R> void check_rule(const R& r) {
  constexpr std::string_view positive = "finite and not negative";
  check_number("learning_rate", r.learning_rate, finite, positive);
  check_number("weight_decay", r.weight_decay.value_or(0), finite, positive);
  check_number("clipnorm", r.clipnorm.value_or(0), finite, positive);
  check_number("global_clipnorm", r.global_clipnorm.value_or(0), finite, positive);
  check_number("clipvalue", r.clipvalue.value_or(0), finite, positive);
  if (r.clipnorm.has_value() + r.global_clipnorm.has_value() + r.clipvalue.has_value() > 1)
    throw config_error("one of clipnorm, global_clipnorm and clipvalue can be set, not more");
  if constexpr (std::is_same_v<R, sgd>) {
    check_number("momentum", r.momentum, 1, "in [0, 1]");
  } else {
    check_number("beta_1", r.beta_1, 1 - 0x1p-53, "in [0, 1)");
    check_number("beta_2", r.beta_2, 1 - 0x1p-53, "in [0, 1)");
    check_number("epsilon", r.epsilon, finite, positive);
  }
  if (std::is_same_v<R, adamw> && !r.weight_decay)
    throw config_error("AdamW has a weight_decay; without one it is Adam");
}

/// Some entries of a weight. Of the weights' sizes alone: on any number of threads an entry is in the same one.
struct stretch {
  std::size_t weight;
  std::ptrdiff_t first, count;

  ndarray::flat_map of(ndarray& t) const { return {t.data() + first, count}; }
  ndarray::const_flat_map of(const ndarray& t) const { return {t.data() + first, count}; }
};
std::vector<stretch> stretches_of(std::span<ndarray* const> weights) {
  constexpr auto most = updates::stretch;
  std::vector<stretch> all;
  for (std::size_t i = 0; i < weights.size(); ++i)
    for (std::ptrdiff_t first = 0; first < weights[i]->size(); first += most)
      all.push_back({i, first, std::min(most, weights[i]->size() - first)});
  return all;
}
template <class F> void for_all(const policy& how, const std::vector<stretch>& stretches, const F& f) {
  constexpr std::size_t share = 32;  // less, and a second thread wakes up too late
  const auto shares = (stretches.size() + share - 1) / share;
  if (how.crew().threads() > 1 && shares > 3)
    how.crew().run(static_cast<std::ptrdiff_t>(shares), [&](std::ptrdiff_t i) {
      const auto first = static_cast<std::size_t>(i) * share;
      for (auto k = first; k < std::min(first + share, stretches.size()); ++k) f(stretches[k]);
    });
  else
    for (const auto& s : stretches) f(s);
}

}  // namespace

optimizer::optimizer(const char* name) : optimizer(get(name)) {}
optimizer::optimizer(const std::string& name) : optimizer(get(name)) {}

optimizer::optimizer(rule_type rule) : rule_(std::move(rule)) {
  std::visit([](const auto& r) { check_rule(r); }, rule_);
}

std::string_view optimizer::class_name() const {
  return std::visit([](const auto& r) { return r.class_name; }, rule_);
}

double optimizer::learning_rate() const {
  return std::visit([](const auto& r) { return r.learning_rate; }, rule_);
}

void optimizer::learning_rate(double rate) {
  check_number("learning_rate", rate, finite, "finite and not negative");
  std::visit([&](auto& r) { r.learning_rate = rate; }, rule_);
}

void optimizer::reset() {
  iterations_ = 0;
  shapes_.clear();
  slots_.clear();
}

void optimizer::step(std::span<ndarray* const> weights, std::span<const ndarray* const> gradients, const policy& on) {
  check(weights, gradients);
  if (weights.empty()) return;
  std::visit(
      [&](const auto& rule) {
        // What may throw is done before what writes.
        const auto bounded = clipped({rule.clipnorm, rule.global_clipnorm, rule.clipvalue}, gradients);
        const auto update_of = [&](std::size_t i) {
          return rule.update(excluded_ && excluded_(i) ? 0.0 : rule.weight_decay.value_or(0.0));
        };
        std::vector<decltype(update_of(0))> updates;
        for (std::size_t i = 0; i < weights.size(); ++i) updates.push_back(update_of(i));
        const auto count = static_cast<std::size_t>(updates[0].slots());
        if (shapes_.empty()) allocate(count, weights);
        const auto stretches = stretches_of(weights);

        ++iterations_;
        for_all(on, stretches, [&](const stretch& s) {
          auto w = s.of(*weights[s.weight]);
          const auto slot = [&](std::size_t k) { return k < count ? s.of(slots_[s.weight * count + k]) : w; };
          static_assert(updates::most_slots == 3);
          std::array slots{slot(0), slot(1), slot(2)};
          updates[s.weight](iterations_, w, s.of(bounded.empty() ? *gradients[s.weight] : bounded[s.weight]),
                            slots.data());
        });
      },
      rule_);
}

bool optimizer::operator==(const optimizer& other) const { return rule_ == other.rule_; }

void optimizer::check(std::span<ndarray* const> weights, std::span<const ndarray* const> gradients) const {
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
      throw shape_error("weight " + count(i) + " had the shape " + shape_text(shapes_[i]) + " at the first step, now " +
                        shape_text(s) + "; reset() forgets the first");
    sorted.push_back(weights[i]);
  }
  std::sort(sorted.begin(), sorted.end(), std::less<>{});
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    throw overlap_error("a weight is given twice in one step");
  for (const ndarray* g : gradients)
    if (std::binary_search(sorted.begin(), sorted.end(), g, std::less<>{}))
      throw overlap_error("a tensor is given as weight and as gradient");
}

void optimizer::allocate(std::size_t slots, std::span<ndarray* const> weights) {
  std::vector<shape> shapes;
  std::vector<ndarray> zeros;
  for (const ndarray* w : weights) {
    shapes.push_back(w->shape());
    for (std::size_t k = 0; k < slots; ++k) zeros.emplace_back(w->shape());
  }
  shapes_ = std::move(shapes);
  slots_ = std::move(zeros);
}

optimizer get(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "sgd") return sgd{};
  if (lower == "adam") return adam{};
  if (lower == "adamw") return adamw{};
  throw config_error("no optimizer \"" + std::string(name) + "\"; known are SGD, Adam, AdamW");
}

}  // namespace regula::optimizers
