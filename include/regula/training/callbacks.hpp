// SPDX-License-Identifier: MIT
/// What happens between the steps of training: early stopping, schedules, logs, one's own.
///
///   auto stop = callbacks::EarlyStopping({.patience = 3, .restore_best_weights = true});
///   training::fit(*model, adam, "mse", {}, x, y, {.epochs = 100, .validation_split = 0.2,
///       .callbacks = {stop, callbacks::CoefficientSchedule("*/kernel", "l1", [](int e) { return 1e-4 * e; })}});
///   stop->best_epoch()
#pragma once
#include <ostream>
#include <regula/training/early_stopping.hpp>
#include <regula/training/schedules.hpp>

namespace regula::callbacks {

/// Stops training after the batch that makes the loss of the epoch NaN or infinite.
inline std::shared_ptr<callback> TerminateOnNaN() {
  return LambdaCallback({.on_batch_end = [](training_run& run, std::ptrdiff_t, const logs& values) {
    if (!std::isfinite(values["loss"])) run.stop = true;
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
             for (const auto& [name, value] : values) stream << "," << number_text(value);
             stream << std::endl;
           }});
}

}  // namespace regula::callbacks
