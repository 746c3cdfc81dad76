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
  virtual ~callback() = default;
  virtual void on_train_begin(training_run&) {}
  virtual void on_epoch_begin(training_run&, int /*epoch*/) {}
  /// The logs are the means of the epoch up to this batch.
  virtual void on_batch_end(training_run&, std::ptrdiff_t /*batch*/, const logs&) {}
  virtual void on_epoch_end(training_run&, int /*epoch*/, const logs&) {}
  virtual void on_train_end(training_run&) {}
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
class lambda_callback final : public callback {
public:
  explicit lambda_callback(lambda_options o) : o_(std::move(o)) {}
  void on_train_begin(training_run& run) override { tell(o_.on_train_begin, run); }
  void on_epoch_begin(training_run& run, int epoch) override { tell(o_.on_epoch_begin, run, epoch); }
  void on_batch_end(training_run& run, std::ptrdiff_t batch, const logs& values) override {
    tell(o_.on_batch_end, run, batch, values);
  }
  void on_epoch_end(training_run& run, int epoch, const logs& values) override {
    tell(o_.on_epoch_end, run, epoch, values);
  }
  void on_train_end(training_run& run) override { tell(o_.on_train_end, run); }

private:
  template <class F, class... A> static void tell(const F& f, A&&... a) {
    if (f) f(a...);
  }
  lambda_options o_;
};
inline std::shared_ptr<callback> LambdaCallback(lambda_options options) {
  return std::make_shared<lambda_callback>(std::move(options));
}

}  // namespace regula::callbacks
