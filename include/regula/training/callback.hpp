// SPDX-License-Identifier: MIT
/// What happens between the steps of training, as a class or as functions of one's own.
#pragma once
#include <functional>
#include <memory>
#include <regula/layers/layer.hpp>
#include <regula/training/history.hpp>
#include <regula/training/optimizers.hpp>

namespace regula::callbacks {

using layers::layer;
using training::logs;

/// What a callback sees and may change.
struct training_run {
  layer& model;
  optimizers::optimizer& optimizer;
  /// Epochs are numbered from 0 to epochs - 1.
  int epochs = 0;
  std::ptrdiff_t batches = 0;
  /// The names of the logs at the end of an epoch.
  std::vector<std::string> names = {};
  /// Set to true: training ends after the epoch's validation, and the rest of its batches are left out.
  bool stop = false;
};

/// All do nothing here. What they throw comes out of fit: weights are then as the last step left them, and on_train_end
/// is not called.
class callback {
public:
  callback() = default;
  callback(const callback&) = delete;
  callback& operator=(const callback&) = delete;
  virtual ~callback();
  virtual void on_train_begin(training_run&);
  virtual void on_epoch_begin(training_run&, int epoch);
  /// The logs are the means of the epoch up to this batch.
  virtual void on_batch_end(training_run&, std::ptrdiff_t batch, const logs&);
  virtual void on_epoch_end(training_run&, int epoch, const logs&);
  virtual void on_train_end(training_run&);
};
using callback_list = std::vector<std::shared_ptr<callback>>;

/// Functions in place of a class; empty ones do nothing.
struct lambda_options {
  std::function<void(training_run&)> on_train_begin = {};
  std::function<void(training_run&, int epoch)> on_epoch_begin = {};
  std::function<void(training_run&, std::ptrdiff_t batch, const logs&)> on_batch_end = {};
  std::function<void(training_run&, int epoch, const logs&)> on_epoch_end = {};
  std::function<void(training_run&)> on_train_end = {};
};
std::shared_ptr<callback> LambdaCallback(lambda_options options);

}  // namespace regula::callbacks
