// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <regula/charts/axis.hpp>

namespace regula::charts {

axis axis::around(std::span<const double> values) {
  if (values.empty()) return {0.0, 1.0};
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*most / 2 - *least / 2 > std::numeric_limits<double>::min()) return {*least, *most};
  const double around = std::max(std::abs(*least) * 0.1, 0.1);
  constexpr double end = std::numeric_limits<double>::max();
  return {std::max(*least - around, -end), std::min(*most + around, end)};
}

std::vector<double> axis::ticks() const {
  const double length = to / 2 - from / 2;
  double step = std::pow(10.0, std::floor(std::log10(length)));
  for (const double factor : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0})
    if (2 * length / (step * factor) <= 7) {
      step *= factor;
      break;
    }
  std::vector<double> all;
  if (!std::isfinite(step) || step <= 0) return all;
  for (double k = std::ceil(from / step); k * step <= to && all.size() < 8; ++k) all.push_back(k * step);
  return all;
}

std::string tick_text(double value) { return fmt::format("{:.4g}", value == 0.0 ? 0.0 : value); }

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '&')
      safe += "&amp;";
    else if (c == '"')
      safe += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      safe += c;
  }
  return safe;
}

std::string svg_document(int width, int height, const std::string& inside) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n"
      "<style>text {{ font: 12px sans-serif; fill: #333 }} .title {{ font-weight: bold; font-size: 14px }} "
      ".grid {{ stroke: #ddd }}</style>\n<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n{2}</svg>\n",
      width, height, inside);
}

}  // namespace regula::charts
