// SPDX-License-Identifier: MIT
/// What happens between the steps of training: early stopping, schedules, logs, one's own.
///
///   auto stop = callbacks::EarlyStopping({.patience = 3, .restore_best_weights = true});
///   training::fit(*model, adam, "mse", {}, x, y, {.epochs = 100, .validation_split = 0.2,
///       .callbacks = {stop, callbacks::CoefficientSchedule("*/kernel", "l1", [](int e) { return 1e-4 * e; })}});
///   stop->best_epoch()
#pragma once
#include <iosfwd>
#include <regula/training/early_stopping.hpp>
#include <regula/training/schedules.hpp>

namespace regula::callbacks {

/// Stops training after the batch that makes the loss of the epoch NaN or infinite.
std::shared_ptr<callback> TerminateOnNaN();

/// Writes the logs as comma-separated values, a line for each epoch. The stream outlives the callback.
std::shared_ptr<callback> CSVLogger(std::ostream& stream);

}  // namespace regula::callbacks
