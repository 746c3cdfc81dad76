// SPDX-License-Identifier: MIT
/// What the logs of an epoch are made of: sums over its batches, and their names.
#pragma once
#include <regula/layers/layer.hpp>
#include <regula/training/history.hpp>

namespace regula::training {

/// "" for a single output, else the names of the layers that make them, each once.
std::vector<std::string> output_names(const layers::layer& model, std::size_t outputs);

/// Means over samples: of the losses of batches, and of metrics. Outputs by the beginning of their names: {""}, or
/// {"age_", "name_"}.
class scores {
public:
  scores(const std::vector<std::string>& outputs, const metric_list& watched, const std::string& prefix = "");
  const std::vector<std::string>& names() const { return names_; }
  void reset();
  void add(const step_result& s, const tensors& y, std::size_t samples);
  void write(logs& to) const;

private:
  metric_list watched_;
  std::vector<std::string> names_;
  double samples_ = 0;
  std::vector<double> sums_;
  std::vector<metrics::tally> tallies_;
};

}  // namespace regula::training
