// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regula/charts/axis.hpp>
#include <regula/charts/chart.hpp>
#include <regula/error.hpp>

namespace regula::charts {

histogram histogram_of(const std::vector<named_values>& all, int intervals) {
  if (intervals < 1 || intervals > 1000)
    throw config_error("a histogram has 1 to 1000 intervals, not " + std::to_string(intervals));
  double most = 0.0;
  for (const auto& tensor : all)
    for (const float v : tensor.values)
      if (std::isfinite(v)) most = std::max(most, std::abs(static_cast<double>(v)));
  if (most == 0.0) most = 1.0;
  histogram h{-most, most, {}};
  for (const auto& tensor : all) {
    histogram::part p{tensor.name, std::vector<std::size_t>(static_cast<std::size_t>(intervals), 0), 0, 0};
    for (const float v : tensor.values) {
      ++p.entries;
      if (v == 0.0F) ++p.zeros;
      if (!std::isfinite(v) || v == 0.0F) continue;
      const double share = (static_cast<double>(v) + most) / (2 * most);
      ++p.counts[static_cast<std::size_t>(std::clamp(static_cast<int>(share * intervals), 0, intervals - 1))];
    }
    h.parts.push_back(std::move(p));
  }
  return h;
}

std::string to_svg(const histogram& h, const std::string& title) {
  constexpr int across_all = 640, high = 170, left = 70, right = 40, top = 40, bottom = 26;
  const axis x{h.from, h.to};
  std::size_t tallest = 1;
  for (const auto& p : h.parts) {
    tallest = std::max(tallest, p.zeros);
    for (const auto n : p.counts) tallest = std::max(tallest, n);
  }
  const double inner = across_all - left - right, body = high - top - bottom;
  const auto across = [&](double v) { return left + inner * x.share(v); };
  std::string inside;
  for (std::size_t i = 0; i < h.parts.size(); ++i) {
    const auto& p = h.parts[i];
    const int floor = static_cast<int>(i) * high + high - bottom;
    const auto bar = [&](double from, double wide, std::size_t n, const char* colour) {
      const double tall = body * static_cast<double>(n) / static_cast<double>(tallest);
      if (n > 0)
        inside += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>\n",
                              from, floor - tall, wide, tall, colour);
    };
    const double wide = inner / static_cast<double>(std::max<std::size_t>(p.counts.size(), 1));
    for (std::size_t k = 0; k < p.counts.size(); ++k)
      bar(left + wide * static_cast<double>(k) + 0.5, std::max(wide - 1, 0.5), p.counts[k], "#1f77b4");
    bar(across(0.0) - 2, 4, p.zeros, "#d62728");
    const double share = p.entries ? 100.0 * static_cast<double>(p.zeros) / static_cast<double>(p.entries) : 0.0;
    inside += fmt::format("<text x=\"{}\" y=\"{}\" class=\"title\">{}{}{}</text>\n", left, floor - high + bottom + 20,
                          escaped(title), title.empty() || p.name.empty() ? "" : ": ", escaped(p.name));
    inside += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{} entries, {:.1f} % zeros</text>\n",
                          across_all - right, floor - high + bottom + 20, p.entries, share);
    inside += fmt::format("<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\" class=\"grid\"/>\n", left, across_all - right,
                          floor, floor);
    for (const double tick : x.ticks())
      inside += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", across(tick), floor + 16,
                            tick_text(tick));
    inside +=
        fmt::format("<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n", left - 6, floor - body + 4, tallest);
  }
  return svg_document(across_all, std::max<int>(static_cast<int>(h.parts.size()) * high, 20), inside);
}

}  // namespace regula::charts
