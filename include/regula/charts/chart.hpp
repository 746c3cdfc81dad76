// SPDX-License-Identifier: MIT
/// Small charts as SVG and as text: lines over a number, and the shares of entries in intervals.
#pragma once
#include <span>
#include <string>
#include <vector>

namespace regula::charts {

/// Points in the order of x; those that are not finite leave a gap.
struct series {
  std::string name;
  std::vector<double> x, y;
};

/// Lines that share their axes.
struct line_chart {
  std::string title, x_label;
  std::vector<series> lines;
};
/// One picture of these charts, one below the other.
std::string to_svg(const std::vector<line_chart>& charts);
/// `columns` characters wide, a chart `rows` high, a mark for each line; the legend names them.
std::string to_text(const std::vector<line_chart>& charts, int columns = 72, int rows = 12);

/// Where the entries of some tensors lie, in equal intervals that all share. Entries that are 0 are counted apart, and
/// those that are not finite are left out.
struct histogram {
  struct part {
    std::string name;
    std::vector<std::size_t> counts;
    std::size_t entries, zeros;
  };
  double from, to;
  std::vector<part> parts;
};
struct named_values {
  std::string name;
  std::span<const float> values;
};
/// Throws config_error for fewer than one interval or more than 1000.
histogram histogram_of(const std::vector<named_values>& all, int intervals = 41);
/// Bars over the intervals, one panel for each part, the zeros as a bar of their own colour with their share.
std::string to_svg(const histogram& h, const std::string& title);

}  // namespace regula::charts
