// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <cmath>
#include <regula/name_pattern.hpp>
#include <regula/regularizers/json.hpp>
#include <regula/training/schedules.hpp>

namespace regula::callbacks {
namespace {

/// The regularizers whose path fits the pattern and that have this coefficient.
/// Throws config_error, which lists paths and coefficients, where there are none or one lacks it.
std::vector<regularizer*> find_coefficients(layer& model, std::string_view pattern, std::string_view coefficient) {
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
    if (!r || !name_matches(pattern, path)) return;
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

}  // namespace

std::shared_ptr<callback> LearningRateSchedule(std::function<double(int epoch, double rate)> f) {
  return LambdaCallback({.on_epoch_begin = [f = std::move(f)](training_run& run, int epoch) {
    run.optimizer.learning_rate(f(epoch, run.optimizer.learning_rate()));
  }});
}

std::shared_ptr<callback> CoefficientSchedule(std::string pattern, std::string coefficient,
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
                               coefficient, pattern, number_text(value), epoch));
             const auto found = find_coefficients(run.model, pattern, coefficient);
             std::vector<regularizer> changed;
             for (const auto* r : found) changed.push_back(r->with_config(json{{coefficient, value}}));
             for (std::size_t k = 0; k < found.size(); ++k) *found[k] = std::move(changed[k]);
           }});
}

}  // namespace regula::callbacks
