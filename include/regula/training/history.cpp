// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <limits>
#include <regula/training/history.hpp>

namespace regula::training {

void history::append(int epoch, const logs& values) {
  const auto before = epochs_.size();
  const double missing = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [name, value] : values)
    if (!contains(name)) set(name, std::vector<double>(before, missing));
  for (auto& [name, series] : all_) {
    const double* value = values.find(name);
    series.push_back(value ? *value : missing);
  }
  epochs_.push_back(epoch);
}

metric_list::metric_list(std::initializer_list<const char*> names) : by_output_(1) {
  for (const auto* name : names) by_output_[0].push_back(metrics::get(name));
}

metric_list metric_list::by_output(std::vector<std::vector<metrics::metric>> lists) {
  metric_list all;
  all.by_output_ = std::move(lists);
  return all;
}

std::span<const metrics::metric> metric_list::of(std::size_t output) const {
  return by_output_.empty() ? std::span<const metrics::metric>{} : by_output_[by_output_.size() == 1 ? 0 : output];
}

void metric_list::check(std::size_t outputs) const {
  if (by_output_.size() > 1 && by_output_.size() != outputs)
    throw config_error(fmt::format("one list of metrics for all outputs or one for each of {}; given are {}", outputs,
                                   by_output_.size()));
}

}  // namespace regula::training
