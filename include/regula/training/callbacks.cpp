// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <cmath>
#include <ostream>
#include <regula/training/callbacks.hpp>

namespace regula::callbacks {

std::shared_ptr<callback> TerminateOnNaN() {
  return LambdaCallback({.on_batch_end = [](training_run& run, std::ptrdiff_t, const logs& values) {
    if (!std::isfinite(values["loss"])) run.stop = true;
  }});
}

std::shared_ptr<callback> CSVLogger(std::ostream& stream) {
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
