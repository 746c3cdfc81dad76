// SPDX-License-Identifier: MIT
/// A picture of dots for a terminal: eight to a character, by Unicode's braille patterns.
#pragma once
#include <string>
#include <vector>

namespace regula::charts {

class braille_canvas {
public:
  /// So many characters, 2 x 4 dots each.
  braille_canvas(int columns, int rows)
      : columns_(columns), rows_(rows), dots_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

  int width() const { return 2 * columns_; }
  int height() const { return 4 * rows_; }
  /// Dots from the left and from the top; outside of the picture there is nothing.
  void dot(int x, int y);
  void line(double x0, double y0, double x1, double y1);
  /// One line of characters in UTF-8, blanks where there are no dots.
  std::string row(int r) const;

private:
  int columns_, rows_;
  std::vector<unsigned char> dots_;
};

}  // namespace regula::charts
