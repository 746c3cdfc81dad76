// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <algorithm>
#include <regula/models/graph.hpp>
#include <regula/training/scores.hpp>
#include <set>

namespace regula::training {

std::vector<std::string> output_names(const layers::layer& model, std::size_t outputs) {
  if (outputs == 1) return {""};
  const auto* graph = dynamic_cast<const models::graph*>(&model);
  std::set<std::string> taken{"data", "val", "val_data"};
  std::vector<std::string> names;
  for (std::size_t k = 0; k < outputs; ++k) {
    std::string stem = "output";
    if (graph) {
      const auto from = graph->outputs().at(k);
      stem = from.step < 0 ? graph->inputs().at(from.output)->name()
                           : graph->steps().at(static_cast<std::size_t>(from.step)).made_by->name();
    }
    auto name = stem;
    for (int j = 1; !taken.insert(name).second; ++j) name = fmt::format("{}_{}", stem, j);
    names.push_back(name + "_");
  }
  return names;
}

scores::scores(const std::vector<std::string>& outputs, const metric_list& watched, const std::string& prefix)
    : watched_(watched), sums_(outputs.size() == 1 ? 2 : 2 + outputs.size()) {
  for (const char* name : {"loss", "data_loss", "penalty"}) names_.push_back(prefix + name);
  if (outputs.size() > 1)
    for (const auto& o : outputs) names_.push_back(prefix + o + "loss");
  for (std::size_t k = 0; k < outputs.size(); ++k)
    for (const auto& m : watched.of(k)) names_.push_back(prefix + outputs[k] + std::string{m.name});
  tallies_.resize(names_.size() - sums_.size() - 1);
}

void scores::reset() {
  samples_ = 0;
  std::fill(sums_.begin(), sums_.end(), 0.0);
  std::fill(tallies_.begin(), tallies_.end(), metrics::tally{});
}

void scores::add(const step_result& s, const tensors& y, std::size_t samples) {
  const auto n = static_cast<double>(samples);
  samples_ += n;
  sums_[0] += n * s.losses.data;
  sums_[1] += n * s.losses.penalty;
  for (std::size_t k = 2; k < sums_.size(); ++k) sums_[k] += n * s.of_outputs[k - 2];
  auto tally = tallies_.begin();
  for (std::size_t k = 0; k < y.size(); ++k)
    for (const auto& m : watched_.of(k)) *tally++ += m.count(y[k], s.outputs[k]);
}

void scores::write(logs& to) const {
  auto name = names_.begin();
  to.set(*name++, sums_[0] / samples_ + sums_[1] / samples_);
  for (const double sum : sums_) to.set(*name++, sum / samples_);
  for (const auto& t : tallies_) to.set(*name++, t.mean());
}

}  // namespace regula::training
