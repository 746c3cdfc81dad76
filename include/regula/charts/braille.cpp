// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <regula/charts/braille.hpp>

namespace regula::charts {

void braille_canvas::dot(int x, int y) {
  constexpr unsigned char bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
  if (x < 0 || y < 0 || x >= width() || y >= height()) return;
  dots_[static_cast<std::size_t>(y / 4 * columns_ + x / 2)] |= bits[y % 4][x % 2];
}

void braille_canvas::line(double x0, double y0, double x1, double y1) {
  const double longest = std::max(std::abs(x1 - x0), std::abs(y1 - y0));
  if (!(longest < 1e6)) return;
  const int steps = std::max(1, static_cast<int>(std::ceil(longest)));
  for (int k = 0; k <= steps; ++k) {
    const double share = static_cast<double>(k) / steps;
    dot(static_cast<int>(std::lround(x0 + share * (x1 - x0))), static_cast<int>(std::lround(y0 + share * (y1 - y0))));
  }
}

std::string braille_canvas::row(int r) const {
  std::string text;
  for (int c = 0; c < columns_; ++c) {
    const auto dots = dots_[static_cast<std::size_t>(r * columns_ + c)];
    if (dots == 0)
      text += ' ';
    else  // U+2800 and the dots
      text += {'\xe2', static_cast<char>(0xa0 | dots >> 6), static_cast<char>(0x80 | (dots & 0x3f))};
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace regula::charts
