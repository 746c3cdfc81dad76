// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <regula/training/early_stopping.hpp>

namespace regula::callbacks {

early_stopping::early_stopping(monitor_options o, bool stops) : options_(std::move(o)), stops_(stops) {
  if (options_.patience < 0 || !(options_.min_delta >= 0) || !std::isfinite(options_.min_delta))
    throw config_error(fmt::format("patience and min_delta are finite and not negative; given are {} and {}",
                                   options_.patience, number_text(options_.min_delta)));
  upward_ = options_.best == direction::largest ||
            (options_.best == direction::automatic && options_.monitor.ends_with("accuracy"));
}

void early_stopping::on_train_begin(training_run& run) {
  if (std::find(run.names.begin(), run.names.end(), options_.monitor) == run.names.end())
    throw config_error(
        fmt::format("there is no \"{}\" to follow; known: {}", options_.monitor, fmt::join(run.names, ", ")));
  best_epoch_ = stopped_epoch_ = -1;
  best_ = std::numeric_limits<double>::infinity() * (upward_ ? -1 : 1);
  wait_ = 0;
  weights_.clear();
}

void early_stopping::on_epoch_end(training_run& run, int epoch, const logs& values) {
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

void early_stopping::on_train_end(training_run& run) {
  std::size_t k = 0;
  if (weights_.empty()) return;
  run.model.visit_weights([&](layer&, layers::weight& w, bool) { w.assign(std::move(weights_.at(k++))); });
  weights_.clear();
}

void early_stopping::keep(layer& model) {
  weights_.clear();
  model.visit_weights([&](layer&, layers::weight& w, bool) { weights_.push_back(w.value); });
}

std::shared_ptr<early_stopping> EarlyStopping(const monitor_options& options) {
  return std::make_shared<early_stopping>(options, true);
}

std::shared_ptr<early_stopping> RestoreBest(monitor_options options) {
  options.restore_best_weights = true;
  return std::make_shared<early_stopping>(std::move(options), false);
}

}  // namespace regula::callbacks
