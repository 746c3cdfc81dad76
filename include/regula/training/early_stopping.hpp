// SPDX-License-Identifier: MIT
/// The end of training when it no longer gets better, and the weights of its best epoch.
#pragma once
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
  early_stopping(monitor_options o, bool stops);
  /// -1 before the first improvement.
  int best_epoch() const { return best_epoch_; }
  double best() const { return best_; }
  /// The epoch after which it asked to stop, or -1.
  int stopped_epoch() const { return stopped_epoch_; }

  /// Throws config_error where the logs will have no such name.
  void on_train_begin(training_run& run) override;
  void on_epoch_end(training_run& run, int epoch, const logs& values) override;
  void on_train_end(training_run& run) override;

private:
  void keep(layer& model);

  monitor_options options_;
  bool stops_, upward_ = false;
  int best_epoch_ = -1, stopped_epoch_ = -1, wait_ = 0;
  double best_ = 0;
  std::vector<ndarray> weights_;
};

std::shared_ptr<early_stopping> EarlyStopping(const monitor_options& options = {});
/// Trains to the end and restores the weights of the best epoch.
std::shared_ptr<early_stopping> RestoreBest(monitor_options options = {});

}  // namespace regula::callbacks
