// SPDX-License-Identifier: MIT
/// What training reports: losses and metrics of a step, their means, and those of all epochs.
///
///   const training::history h = training::fit(...);
///   h["loss"].back(), h["data_loss"][0], h["penalty"], h["val_loss"], h.epochs()
#pragma once
#include <regula/training/metrics.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace regula::training {

/// Names and values in the order in which they came. Values are numbers (logs) or one number for each epoch (history).
template <class T> class named {
public:
  /// Replaces the value of this name, or adds it.
  T& set(std::string_view name, T value) {
    for (auto& [n, v] : all_)
      if (n == name) return v = std::move(value);
    return all_.emplace_back(std::string{name}, std::move(value)).second;
  }
  const T* find(std::string_view name) const {
    for (const auto& [n, v] : all_)
      if (n == name) return &v;
    return nullptr;
  }
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  /// Throws config_error with the known names.
  const T& operator[](std::string_view name) const {
    if (const T* v = find(name)) return *v;
    std::string known;
    for (const auto& [n, v] : all_) known += (known.empty() ? "" : ", ") + n;
    throw config_error("nothing is called \"" + std::string{name} + "\"; known: " + (known.empty() ? "none" : known));
  }

  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }
  std::size_t size() const { return all_.size(); }
  bool empty() const { return all_.empty(); }
  bool operator==(const named&) const = default;

protected:
  std::vector<std::pair<std::string, T>> all_;
};

/// "loss", which is "data_loss" plus "penalty", then the metrics; "val_loss" and so on for the validation data. With
/// several outputs there are also "<output>_loss", the parts of the data loss, and "<output>_<metric>".
using logs = named<double>;

/// The logs of each epoch, by name.
class history : public named<std::vector<double>> {
public:
  /// The number of each epoch, from 0.
  const std::vector<int>& epochs() const { return epochs_; }
  /// A name that an epoch lacks is NaN there.
  void append(int epoch, const logs& values);
  bool operator==(const history&) const = default;

private:
  std::vector<int> epochs_;
};

using tensors = std::vector<ndarray>;

struct losses_of_step {
  /// The losses of the outputs, added up.
  double data = 0;
  /// The activity penalties of this call and the penalties of the trainable weights.
  double penalty = 0;
  double total() const { return data + penalty; }
};

struct step_result {
  losses_of_step losses;
  std::vector<double> of_outputs;
  tensors outputs;
};

/// Metrics, by value or by Keras's names; all of them for each output, or by_output().
class metric_list {
public:
  metric_list() = default;
  metric_list(std::vector<metrics::metric> all) : by_output_{std::move(all)} {}
  metric_list(std::initializer_list<metrics::metric> all) : by_output_{all} {}
  metric_list(std::initializer_list<const char*> names);
  static metric_list by_output(std::vector<std::vector<metrics::metric>> lists);
  std::span<const metrics::metric> of(std::size_t output) const;
  void check(std::size_t outputs) const;

private:
  std::vector<std::vector<metrics::metric>> by_output_;
};

}  // namespace regula::training
