// SPDX-License-Identifier: MIT
/// The end of training when it no longer gets better, and the weights of its best epoch.
#pragma once
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <regula/training/callback.hpp>

namespace regula::callbacks {

enum class direction { automatic, smallest, largest };

struct monitor_options {
  std::string monitor = "val_loss";
  /// A change up to this size is none.
  double min_delta = 0;
  /// Epochs without improvement after which training stops.
  int patience = 0;
  bool restore_best_weights = false;
  /// automatic: largest for names that end in "accuracy", smallest for others.
  direction best = direction::automatic;
};

/// Follows one name of the logs. Stops training after `patience` epochs in a row without improvement, or never; NaN is
/// none. Restores the weights, those that are not trained too, at the end of training. The optimizer's state stays.
class early_stopping final : public callback {
public:
  /// Throws config_error for a negative patience, or a min_delta that is negative or not finite.
  early_stopping(monitor_options o, bool stops) : options_(std::move(o)), stops_(stops) {
    if (options_.patience < 0 || !(options_.min_delta >= 0) || !std::isfinite(options_.min_delta))
      throw config_error(fmt::format("patience and min_delta are finite and not negative; given are {} and {}",
                                     options_.patience, number_text(options_.min_delta)));
    upward_ = options_.best == direction::largest ||
              (options_.best == direction::automatic && options_.monitor.ends_with("accuracy"));
  }
  /// -1 before the first improvement.
  int best_epoch() const { return best_epoch_; }
  double best() const { return best_; }
  /// The epoch after which it asked to stop, or -1.
  int stopped_epoch() const { return stopped_epoch_; }

  /// Throws config_error where the logs will have no such name.
  void on_train_begin(training_run& run) override {
    if (std::find(run.names.begin(), run.names.end(), options_.monitor) == run.names.end())
      throw config_error(
          fmt::format("there is no \"{}\" to follow; known: {}", options_.monitor, fmt::join(run.names, ", ")));
    best_epoch_ = stopped_epoch_ = -1;
    best_ = std::numeric_limits<double>::infinity() * (upward_ ? -1 : 1);
    wait_ = 0;
    weights_.clear();
  }
  void on_epoch_end(training_run& run, int epoch, const logs& values) override {
    const double now = values[options_.monitor];
    if (upward_ ? now - options_.min_delta > best_ : now + options_.min_delta < best_) {
      best_ = now;
      best_epoch_ = epoch;
      wait_ = 0;
      if (options_.restore_best_weights) keep(run.model);
    } else if (++wait_ >= options_.patience && stops_) {
      stopped_epoch_ = epoch;
      run.stop = true;
    }
  }
  void on_train_end(training_run& run) override {
    std::size_t k = 0;
    if (weights_.empty()) return;
    run.model.visit_weights([&](layer&, layers::weight& w, bool) { w.assign(std::move(weights_.at(k++))); });
    weights_.clear();
  }

private:
  void keep(layer& model) {
    weights_.clear();
    model.visit_weights([&](layer&, layers::weight& w, bool) { weights_.push_back(w.value); });
  }

  monitor_options options_;
  bool stops_, upward_ = false;
  int best_epoch_ = -1, stopped_epoch_ = -1, wait_ = 0;
  double best_ = 0;
  std::vector<ndarray> weights_;
};
inline std::shared_ptr<early_stopping> EarlyStopping(const monitor_options& options = {}) {
  return std::make_shared<early_stopping>(options, true);
}
/// Trains to the end and restores the weights of the best epoch.
inline std::shared_ptr<early_stopping> RestoreBest(monitor_options options = {}) {
  options.restore_best_weights = true;
  return std::make_shared<early_stopping>(std::move(options), false);
}

}  // namespace regula::callbacks
