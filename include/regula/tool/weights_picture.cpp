// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regula/charts/axis.hpp>
#include <regula/tool/weights_picture.hpp>

namespace regula::tool {
namespace {

double largest_weight(const std::vector<double>& weights) {
  double most = 0;
  for (const double w : weights)
    if (std::isfinite(w)) most = std::max(most, std::abs(w));
  return most > 0 ? most : 1;
}

/// Columns of eighths of a character, in UTF-8.
std::string bar(int eighths) {
  std::string text;
  for (int k = 0; k < eighths / 8; ++k) text += "█";
  constexpr const char* parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  return text + parts[eighths % 8];
}

/// At most so many letters, in UTF-8.
std::string shortened(const std::string& name, std::size_t most) {
  std::size_t letters = 0, at = 0;
  for (; at < name.size(); ++at)
    if ((static_cast<unsigned char>(name[at]) & 0xc0) != 0x80 && letters++ == most) break;
  return name.substr(0, at);
}

}  // namespace

std::string weights_text(const std::vector<std::string>& names, const std::vector<double>& weights, const terminal& t) {
  constexpr int half = 20;
  const double most = largest_weight(weights);
  std::size_t width = 1;
  for (const auto& name : names) width = std::max(width, shortened(name, 24).size());
  std::string text;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const double w = weights[k];
    text += fmt::format("{:>{}}  {:>11.5g}  ", shortened(names[k], 24), width, w);
    const int eighths = std::isfinite(w) ? static_cast<int>(std::lround(std::abs(w) / most * half * 8)) : 0;
    if (w < 0) {
      const int whole = (eighths + 4) / 8;
      text += std::string(static_cast<std::size_t>(half - whole), ' ') + t.bad(bar(8 * whole)) + "│\n";
    } else {
      text += std::string(half, ' ') + "│" + (eighths > 0 ? t.good(bar(eighths)) : "") + "\n";
    }
  }
  return text;
}

std::string weights_svg(const std::vector<std::string>& names, const std::vector<double>& weights,
                        const std::string& title) {
  constexpr int left = 190, inner = 380, line = 18, top = 40;
  const double most = largest_weight(weights);
  const charts::axis a{-most, most};
  const int rows = static_cast<int>(weights.size()), bottom = top + rows * line;
  auto svg = fmt::format("<text x=\"20\" y=\"20\" class=\"title\">{}</text>\n", charts::escaped(title));
  for (const double tick : a.ticks())
    svg += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" class=\"grid\"/><text x=\"{0:.1f}\" y=\"{3}\" "
        "text-anchor=\"middle\">{4}</text>\n",
        left + inner * a.share(tick), top, bottom, bottom + 16, charts::tick_text(tick));
  for (int k = 0; k < rows; ++k) {
    const double w = weights[static_cast<std::size_t>(k)], zero = left + inner * 0.5;
    const double end = std::isfinite(w) ? left + inner * a.share(w) : zero;
    svg += fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text><rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" "
        "height=\"12\" fill=\"{}\"/>\n",
        left - 8, top + k * line + 13, charts::escaped(shortened(names[static_cast<std::size_t>(k)], 24)),
        std::min(zero, end), top + k * line + 3, std::abs(end - zero), w < 0 ? "#d62728" : "#1f77b4");
  }
  return charts::svg_document(left + inner + 30, bottom + 30, svg);
}

}  // namespace regula::tool
