// SPDX-License-Identifier: MIT
/// What happens between the steps of training: early stopping, schedules, logs, one's own.
///
///   auto stop = callbacks::EarlyStopping({.patience = 3, .restore_best_weights = true});
///   training::fit(*model, adam, "mse", {}, x, y, {.epochs = 100, .validation_split = 0.2,
///       .callbacks = {stop, callbacks::CoefficientSchedule("*/kernel", "l1", [](int e) { return 1e-4 * e; })}});
///   stop->best_epoch()
#pragma once
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>
#include <memory>
#include <ostream>
#include <regula/layers/layer.hpp>
#include <regula/models/pattern.hpp>
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
                                     options_.patience, options_.min_delta));
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

/// Stops training after the batch that makes the loss of the epoch NaN or infinite.
inline std::shared_ptr<callback> TerminateOnNaN() {
  return LambdaCallback({.on_batch_end = [](training_run& run, std::ptrdiff_t, const logs& values) {
    if (!std::isfinite(values["loss"])) run.stop = true;
  }});
}

/// Sets the learning rate at the beginning of each epoch to f(epoch, the rate so far).
inline std::shared_ptr<callback> LearningRateSchedule(std::function<double(int epoch, double rate)> f) {
  return LambdaCallback({.on_epoch_begin = [f = std::move(f)](training_run& run, int epoch) {
    run.optimizer.learning_rate(f(epoch, run.optimizer.learning_rate()));
  }});
}

/// The regularizers whose path fits the pattern and that have this coefficient.
/// Throws config_error, which lists paths and coefficients, where there are none or one lacks it.
inline std::vector<regularizer*> find_coefficients(layer& model, std::string_view pattern,
                                                   std::string_view coefficient) {
  std::vector<regularizer*> found;
  std::string known, lacking;
  const auto look = [&](const std::string& path, regularizer& r) {
    std::string names;
    bool has = false;
    if (r && r.model()->builtin() != "Regularizer") {
      const auto config = r.get_config();
      for (const auto& [name, value] : config.items()) {
        if (!value.is_number()) continue;
        names += (names.empty() ? "" : ", ") + name;
        has = has || name == coefficient;
      }
    }
    known += fmt::format("\n  {}: {}", path, !r ? "no regularizer" : names.empty() ? "no coefficients" : names);
    if (!r || !models::matches(pattern, path)) return;
    if (has)
      found.push_back(&r);
    else
      lacking += (lacking.empty() ? "" : ", ") + path;
  };
  model.visit_weights([&](layer& l, layers::weight& w, bool) { look(l.name() + "/" + w.name, w.regularizer); });
  model.visit([&](layer& l) {
    if (l.activity_regularizer) look(l.name() + "/activity", l.activity_regularizer);
  });
  if (!lacking.empty())
    throw config_error(
        fmt::format("{} fits \"{}\" but has no coefficient \"{}\"; known:{}", lacking, pattern, coefficient, known));
  if (found.empty()) throw config_error(fmt::format("no regularizer fits \"{}\"; known:{}", pattern, known));
  return found;
}

/// Sets a coefficient of the regularizers of weights and activities at the beginning of each epoch to f(epoch), which
/// is finite and not negative (coefficient_error). All or none of them change. They keep the last value.
inline std::shared_ptr<callback> CoefficientSchedule(std::string pattern, std::string coefficient,
                                                     std::function<double(int epoch)> f) {
  return LambdaCallback(
      {.on_train_begin = [=](training_run& run) { find_coefficients(run.model, pattern, coefficient); },
       .on_epoch_begin =
           [=](training_run& run, int epoch) {
             const double value = f(epoch);
             if (!(value >= 0) || !std::isfinite(value))
               throw coefficient_error(
                   fmt::format("the schedule of \"{}\" of \"{}\" gives {} in epoch {}; coefficients "
                               "are finite and not negative",
                               coefficient, pattern, value, epoch));
             const auto found = find_coefficients(run.model, pattern, coefficient);
             std::vector<regularizer> changed;
             for (const auto* r : found) changed.push_back(r->with_config(json{{coefficient, value}}));
             for (std::size_t k = 0; k < found.size(); ++k) *found[k] = std::move(changed[k]);
           }});
}

/// Writes the logs as comma-separated values, a line for each epoch. The stream outlives the callback.
inline std::shared_ptr<callback> CSVLogger(std::ostream& stream) {
  return LambdaCallback(
      {.on_train_begin =
           [&stream](training_run& run) { stream << fmt::format("epoch,{}\n", fmt::join(run.names, ",")); },
       .on_epoch_end =
           [&stream](training_run&, int epoch, const logs& values) {
             stream << epoch;
             for (const auto& [name, value] : values) stream << fmt::format(",{}", value);
             stream << std::endl;
           }});
}

}  // namespace regula::callbacks
