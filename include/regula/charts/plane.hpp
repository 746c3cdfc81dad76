// SPDX-License-Identifier: MIT
/// Lines in a plane whose axes have one scale: contours, balls.
#pragma once
#include <functional>
#include <regula/charts/chart.hpp>

namespace regula::charts {

/// A square of the plane, from `from` to `to` on both axes; what is outside is cut off.
struct plane_chart {
  std::string title, x_label, y_label;
  double from = -1, to = 1;
  std::vector<series> lines;  ///< those of one name have one colour
};
std::string to_svg(const plane_chart& c);
/// In braille, `columns` characters wide.
std::string to_text(const plane_chart& c, int columns = 60);

/// Charts of lines, drawn in braille.
std::string to_braille(const std::vector<line_chart>& charts, int columns = 72, int rows = 12);

/// The lines on which f has these values, in pieces: from f at n x n points of the square. Each is named after its value.
std::vector<series> contours(const std::function<double(double, double)>& f, double from, double to, int n,
                             const std::vector<double>& levels);

}  // namespace regula::charts
