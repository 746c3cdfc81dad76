// SPDX-License-Identifier: MIT
#include <regula/training/plot.hpp>

namespace regula::training {

std::vector<charts::line_chart> curves(const history& h) {
  charts::line_chart losses{"loss", "epoch", {}}, others{"metrics", "epoch", {}};
  const std::vector<double> epochs(h.epochs().begin(), h.epochs().end());
  for (const auto& [name, values] : h) {
    const bool is_loss = name.ends_with("loss") || name.ends_with("penalty");
    (is_loss ? losses : others).lines.push_back({name, epochs, values});
  }
  std::vector<charts::line_chart> all;
  for (auto* chart : {&losses, &others})
    if (!chart->lines.empty()) all.push_back(std::move(*chart));
  return all;
}

std::string to_svg(const history& h) { return charts::to_svg(curves(h)); }
std::string to_text(const history& h, int columns, int rows) { return charts::to_text(curves(h), columns, rows); }

}  // namespace regula::training
