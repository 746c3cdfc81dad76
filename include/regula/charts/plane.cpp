// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <regula/charts/axis.hpp>
#include <regula/charts/braille.hpp>
#include <regula/charts/plane.hpp>

namespace regula::charts {
namespace {

constexpr std::array line_colours{"#1f77b4", "#17becf", "#2ca02c", "#bcbd22",
                                  "#ff7f0e", "#d62728", "#9467bd", "#8c564b"};
struct square {
  static constexpr int left = 60, top = 34, side = 400, right = 140, bottom = 44;
};

std::vector<std::string> names_of(const plane_chart& c) {
  std::vector<std::string> names;
  for (const auto& line : c.lines)
    if (std::find(names.begin(), names.end(), line.name) == names.end()) names.push_back(line.name);
  return names;
}

/// Calls f(first, last) for each stretch of points that are finite.
template <class F> void stretches(const series& line, F f) {
  const auto size = std::min(line.x.size(), line.y.size());
  for (std::size_t at = 0; at < size;) {
    auto end = at;
    while (end < size && std::isfinite(line.x[end]) && std::isfinite(line.y[end])) ++end;
    if (end > at) f(at, end);
    at = end + 1;
  }
}

std::string ticks(const axis& a) {
  std::string svg;
  for (const double tick : a.ticks()) {
    const double x = square::left + square::side * a.share(tick), y = square::top + square::side * (1 - a.share(tick));
    svg += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" class=\"grid\"/><line x1=\"{3}\" x2=\"{4}\" "
        "y1=\"{5:.1f}\" y2=\"{5:.1f}\" class=\"grid\"/>\n",
        x, square::top, square::top + square::side, square::left, square::left + square::side, y);
    svg += fmt::format(
        "<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text><text x=\"{}\" y=\"{:.1f}\" "
        "text-anchor=\"end\">{}</text>\n",
        x, square::top + square::side + 16, tick_text(tick), square::left - 6, y + 4, tick_text(tick));
  }
  return svg;
}

/// Where f is `level` between two points.
double between(double a, double b, double fa, double fb, double level) {
  return fa == fb ? a : a + (b - a) * (level - fa) / (fb - fa);
}

}  // namespace

std::string to_svg(const plane_chart& c) {
  const axis a{c.from, c.to};
  const auto names = names_of(c);
  auto svg =
      fmt::format("<text x=\"{}\" y=\"20\" class=\"title\">{}</text>\n", square::left, escaped(c.title)) + ticks(a);
  svg += fmt::format("<clipPath id=\"square\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
                     square::left, square::top, square::side, square::side);
  for (const auto& line : c.lines) {
    const auto number = std::find(names.begin(), names.end(), line.name) - names.begin();
    stretches(line, [&](std::size_t first, std::size_t last) {
      std::string points;
      for (auto k = first; k < last; ++k)
        points += fmt::format("{:.1f},{:.1f} ", square::left + square::side * a.share(line.x[k]),
                              square::top + square::side * (1 - a.share(line.y[k])));
      svg += fmt::format(
          "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" clip-path=\"url(#square)\"/>\n",
          points, line_colours[static_cast<std::size_t>(number) % line_colours.size()]);
    });
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    const int y = square::top + 8 + 18 * static_cast<int>(k);
    svg += fmt::format(
        "<rect x=\"{}\" y=\"{}\" width=\"14\" height=\"4\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n",
        square::left + square::side + 14, y - 4, line_colours[k % line_colours.size()],
        square::left + square::side + 34, y + 2, escaped(names[k]));
  }
  svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text><text x=\"14\" y=\"{}\">{}</text>\n",
                     square::left + square::side / 2, square::top + square::side + 36, escaped(c.x_label),
                     square::top + square::side / 2, escaped(c.y_label));
  return svg_document(square::left + square::side + square::right, square::top + square::side + square::bottom, svg);
}

std::string to_text(const plane_chart& c, int columns) {
  columns = std::clamp(columns, 20, 200);
  const axis a{c.from, c.to};
  const int inside = columns - 12, rows = inside / 4 * 2 + 1;  // one in the middle
  braille_canvas canvas(inside, rows);
  const auto x = [&](double v) { return a.share(v) * (canvas.width() - 1); };
  const auto y = [&](double v) { return (1 - a.share(v)) * (canvas.height() - 1); };
  for (const auto& line : c.lines)
    stretches(line, [&](std::size_t first, std::size_t last) {
      for (auto k = first + 1; k < last; ++k)
        canvas.line(x(line.x[k - 1]), y(line.y[k - 1]), x(line.x[k]), y(line.y[k]));
    });
  auto text = c.title + "\n";
  for (int r = 0; r < rows; ++r) {
    const double value = c.to + (c.from - c.to) * r / (rows - 1);
    text +=
        fmt::format("{:>10} |{}\n", r == 0 || r == rows - 1 || r == rows / 2 ? tick_text(value) : "", canvas.row(r));
  }
  text += fmt::format("{:>10} +{:-<{}}\n{:12}{:<{}}{}\n", "", "", inside, "", tick_text(c.from),
                      std::max(inside - static_cast<int>(tick_text(c.to).size()), 1), tick_text(c.to));
  const auto names = names_of(c);
  return names.size() > 1 ? text + fmt::format("lines at {}\n", fmt::join(names, ", ")) : text;
}

std::string to_braille(const std::vector<line_chart>& charts, int columns, int rows) {
  columns = std::clamp(columns, 32, 400), rows = std::clamp(rows, 4, 200);
  std::string text;
  for (const auto& c : charts) {
    std::vector<double> xs, ys;
    for (const auto& line : c.lines)
      stretches(line, [&](std::size_t first, std::size_t last) {
        for (auto k = first; k < last; ++k) xs.push_back(line.x[k]), ys.push_back(line.y[k]);
      });
    const auto x = axis::around(xs), y = axis::around(ys);
    const int inside = columns - 12;
    braille_canvas canvas(inside, rows);
    const auto across = [&](double v) { return x.share(v) * (canvas.width() - 1); };
    const auto down = [&](double v) { return (1 - y.share(v)) * (canvas.height() - 1); };
    for (const auto& line : c.lines)
      stretches(line, [&](std::size_t first, std::size_t last) {
        canvas.dot(static_cast<int>(std::lround(across(line.x[first]))),
                   static_cast<int>(std::lround(down(line.y[first]))));
        for (auto k = first + 1; k < last; ++k)
          canvas.line(across(line.x[k - 1]), down(line.y[k - 1]), across(line.x[k]), down(line.y[k]));
      });
    text += (text.empty() ? "" : "\n") + c.title + "\n";
    for (int r = 0; r < rows; ++r) {
      const double value = y.to + (y.from - y.to) * r / (rows - 1);
      text += fmt::format("{:>10} |{}\n", r % 4 == 0 || r == rows - 1 ? tick_text(value) : "", canvas.row(r));
    }
    const auto first = tick_text(x.from), last = tick_text(x.to);
    text += fmt::format("{:>10} +{:-<{}}\n{:12}{:<{}}{}  {}\n", "", "", inside, "", first,
                        std::max(inside - static_cast<int>(last.size() + c.x_label.size()) - 2, 1), last, c.x_label);
  }
  return text;
}

std::vector<series> contours(const std::function<double(double, double)>& f, double from, double to, int n,
                             const std::vector<double>& levels) {
  const auto at = [&](int k) { return from + (to - from) * k / (n - 1); };
  std::vector<double> values(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  const auto value = [&](int i, int j) -> double& {
    return values[static_cast<std::size_t>(i) * static_cast<std::size_t>(n) + static_cast<std::size_t>(j)];
  };
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) value(i, j) = f(at(j), at(i));
  std::vector<series> all;
  for (const double level : levels) {
    series line{tick_text(level), {}, {}};
    const double gap = std::nan("");
    for (int i = 0; i + 1 < n; ++i)
      for (int j = 0; j + 1 < n; ++j) {
        // Where the four sides of a cell are crossed, in turn.
        const int is[] = {i, i, i + 1, i + 1, i}, js[] = {j, j + 1, j + 1, j, j};
        int crossed = 0;
        for (int side_of_cell = 0; side_of_cell < 4; ++side_of_cell) {
          const int k = side_of_cell, l = k + 1;
          const double a = value(is[k], js[k]), b = value(is[l], js[l]);
          if (!std::isfinite(a) || !std::isfinite(b) || (a < level) == (b < level)) continue;
          line.x.push_back(between(at(js[k]), at(js[l]), a, b, level));
          line.y.push_back(between(at(is[k]), at(is[l]), a, b, level));
          if (++crossed == 2) line.x.push_back(gap), line.y.push_back(gap);
        }
        if (crossed > 0) line.x.push_back(gap), line.y.push_back(gap);
      }
    if (!line.x.empty()) all.push_back(std::move(line));
  }
  return all;
}

}  // namespace regula::charts
