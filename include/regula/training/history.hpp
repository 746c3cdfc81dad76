// SPDX-License-Identifier: MIT
/// What training reports: losses and metrics of a step, their means, and those of all epochs.
///
///   const training::history h = training::fit(...);
///   h["loss"].back(), h["data_loss"][0], h["penalty"], h["val_loss"], h.epochs()
#pragma once
#include <fmt/format.h>
#include <algorithm>
#include <limits>
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
  void append(int epoch, const logs& values) {
    const auto before = epochs_.size();
    const double missing = std::numeric_limits<double>::quiet_NaN();
    for (const auto& [name, value] : values)
      if (!contains(name)) set(name, std::vector<double>(before, missing));
    for (auto& [name, series] : all_) {
      const double* value = values.find(name);
      series.push_back(value ? *value : missing);
    }
    epochs_.push_back(epoch);
  }
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
  metric_list(std::initializer_list<const char*> names) : by_output_(1) {
    for (const auto* name : names) by_output_[0].push_back(metrics::get(name));
  }
  static metric_list by_output(std::vector<std::vector<metrics::metric>> lists) {
    metric_list all;
    all.by_output_ = std::move(lists);
    return all;
  }
  std::span<const metrics::metric> of(std::size_t output) const {
    return by_output_.empty() ? std::span<const metrics::metric>{} : by_output_[by_output_.size() == 1 ? 0 : output];
  }
  void check(std::size_t outputs) const {
    if (by_output_.size() > 1 && by_output_.size() != outputs)
      throw config_error(fmt::format("one list of metrics for all outputs or one for each of {}; given are {}", outputs,
                                     by_output_.size()));
  }

private:
  std::vector<std::vector<metrics::metric>> by_output_;
};

/// Means over samples: of the losses of batches, and of metrics. Outputs by the beginning of their names: {""}, or
/// {"age_", "name_"}.
class scores {
public:
  scores(const std::vector<std::string>& outputs, const metric_list& watched, const std::string& prefix = "")
      : watched_(watched), sums_(outputs.size() == 1 ? 2 : 2 + outputs.size()) {
    for (const char* name : {"loss", "data_loss", "penalty"}) names_.push_back(prefix + name);
    if (outputs.size() > 1)
      for (const auto& o : outputs) names_.push_back(prefix + o + "loss");
    for (std::size_t k = 0; k < outputs.size(); ++k)
      for (const auto& m : watched.of(k)) names_.push_back(prefix + outputs[k] + std::string{m.name});
    tallies_.resize(names_.size() - sums_.size() - 1);
  }
  const std::vector<std::string>& names() const { return names_; }
  void reset() {
    samples_ = 0;
    std::fill(sums_.begin(), sums_.end(), 0.0);
    std::fill(tallies_.begin(), tallies_.end(), metrics::tally{});
  }
  void add(const step_result& s, const tensors& y, std::size_t samples) {
    const auto n = static_cast<double>(samples);
    samples_ += n;
    sums_[0] += n * s.losses.data;
    sums_[1] += n * s.losses.penalty;
    for (std::size_t k = 2; k < sums_.size(); ++k) sums_[k] += n * s.of_outputs[k - 2];
    auto tally = tallies_.begin();
    for (std::size_t k = 0; k < y.size(); ++k)
      for (const auto& m : watched_.of(k)) *tally++ += m.count(y[k], s.outputs[k]);
  }
  void write(logs& to) const {
    auto name = names_.begin();
    to.set(*name++, sums_[0] / samples_ + sums_[1] / samples_);
    for (const double sum : sums_) to.set(*name++, sum / samples_);
    for (const auto& t : tallies_) to.set(*name++, t.mean());
  }

private:
  metric_list watched_;
  std::vector<std::string> names_;
  double samples_ = 0;
  std::vector<double> sums_;
  std::vector<metrics::tally> tallies_;
};

}  // namespace regula::training
