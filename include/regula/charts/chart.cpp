// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <regula/charts/axis.hpp>
#include <regula/charts/chart.hpp>

namespace regula::charts {
namespace {

constexpr int width = 640, panel_height = 240, left_margin = 70, right_margin = 150, top_margin = 34,
              bottom_margin = 40;
constexpr std::array colours{"#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f"};

constexpr std::size_t most_dots = 100;  // with more points, a line has none

struct extent_of_lines {
  axis x, y;
};
extent_of_lines extents_of(const line_chart& c) {
  std::vector<double> xs, ys;
  for (const auto& line : c.lines)
    for (std::size_t k = 0; k < std::min(line.x.size(), line.y.size()); ++k)
      if (std::isfinite(line.x[k]) && std::isfinite(line.y[k])) xs.push_back(line.x[k]), ys.push_back(line.y[k]);
  return {axis::around(xs), axis::around(ys)};
}

std::string panel(const line_chart& c, int top) {
  const auto extents = extents_of(c);
  const auto &x = extents.x, &y = extents.y;
  const double inner = width - left_margin - right_margin, high = panel_height - top_margin - bottom_margin;
  const auto across = [&](double v) { return left_margin + inner * x.share(v); };
  const auto up = [&](double v) { return top + top_margin + high * (1.0 - y.share(v)); };
  std::string svg =
      fmt::format("<text x=\"{}\" y=\"{}\" class=\"title\">{}</text>\n", left_margin, top + 20, escaped(c.title));
  for (const double tick : y.ticks())
    svg += fmt::format(
        "<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" class=\"grid\"/><text x=\"{3}\" y=\"{4:.1f}\" "
        "text-anchor=\"end\">{5}</text>\n",
        left_margin, width - right_margin, up(tick), left_margin - 6, up(tick) + 4, tick_text(tick));
  for (const double tick : x.ticks())
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", across(tick),
                       top + panel_height - bottom_margin + 16, tick_text(tick));
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", left_margin + inner / 2,
                     top + panel_height - 6, escaped(c.x_label));
  for (std::size_t i = 0; i < c.lines.size(); ++i) {
    const auto& line = c.lines[i];
    const auto* colour = colours[i % colours.size()];
    std::string points;
    const auto finish = [&] {
      if (!points.empty())
        svg +=
            fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n", points, colour);
      points.clear();
    };
    for (std::size_t k = 0; k < std::min(line.x.size(), line.y.size()); ++k) {
      if (!std::isfinite(line.x[k]) || !std::isfinite(line.y[k])) {
        finish();
        continue;
      }
      points += fmt::format("{:.1f},{:.1f} ", across(line.x[k]), up(line.y[k]));
      if (line.x.size() > most_dots) continue;
      svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\" fill=\"{}\"/>\n", across(line.x[k]),
                         up(line.y[k]), colour);
    }
    finish();
    const int row = top + top_margin + 8 + 18 * static_cast<int>(i);
    svg += fmt::format(
        "<rect x=\"{}\" y=\"{}\" width=\"14\" height=\"4\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n",
        width - right_margin + 14, row - 4, colour, width - right_margin + 34, row + 2, escaped(line.name));
  }
  return svg;
}

std::string text_panel(const line_chart& c, int columns, int rows) {
  constexpr std::string_view marks = "*o+x#@%&";
  const auto [x, y] = extents_of(c);
  const int inside = columns - 12;
  std::vector<std::string> canvas(static_cast<std::size_t>(rows), std::string(static_cast<std::size_t>(inside), ' '));
  std::string legend;
  for (std::size_t i = 0; i < c.lines.size(); ++i) {
    const char mark = marks[i % marks.size()];
    const auto& line = c.lines[i];
    legend += fmt::format("{}{} {}", legend.empty() ? "" : "   ", mark, line.name);
    for (std::size_t k = 0; k < std::min(line.x.size(), line.y.size()); ++k)
      if (std::isfinite(line.x[k]) && std::isfinite(line.y[k])) {
        const auto column = static_cast<std::size_t>(std::lround(x.share(line.x[k]) * (inside - 1)));
        const auto row = static_cast<std::size_t>(std::lround((1.0 - y.share(line.y[k])) * (rows - 1)));
        canvas[row][column] = mark;
      }
  }
  std::string text = c.title + "   " + legend + "\n";
  for (int row = 0; row < rows; ++row) {
    const double value = y.from + (y.to - y.from) * (rows - 1 - row) / (rows - 1);
    auto line = fmt::format("{:>10} |{}", row % 4 == 0 || row == rows - 1 ? tick_text(value) : "",
                            canvas[static_cast<std::size_t>(row)]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  const auto first = tick_text(x.from), last = tick_text(x.to);
  return text + fmt::format("{:>10} +{:-<{}}\n{:12}{:<{}}{}  {}\n", "", "", inside, "", first,
                            std::max(inside - static_cast<int>(last.size() + c.x_label.size()) - 2, 1), last,
                            c.x_label);
}

}  // namespace

std::string to_svg(const std::vector<line_chart>& charts) {
  std::string inside;
  int top = 0;
  for (const auto& c : charts) inside += panel(c, top), top += panel_height;
  return svg_document(width, std::max(top, 20), inside);
}

std::string to_text(const std::vector<line_chart>& charts, int columns, int rows) {
  std::string text;
  for (const auto& c : charts)
    text += (text.empty() ? "" : "\n") + text_panel(c, std::clamp(columns, 32, 400), std::clamp(rows, 4, 200));
  return text;
}

}  // namespace regula::charts
