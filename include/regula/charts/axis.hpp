// SPDX-License-Identifier: MIT
/// What the charts share: an axis with round ticks, text of SVG. For the library's own sources.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regula::charts {

/// An interval of finite numbers, not empty.
struct axis {
  double from, to;
  /// Holds all of them; 0 to 1 for none, and a little around a single one.
  static axis around(std::span<const double> values);
  /// 0 at its beginning, 1 at its end.
  double share(double value) const { return (value / 2 - from / 2) / (to / 2 - from / 2); }
  /// Round numbers in it, 1, 2 or 5 times a power of 10 apart; at most 8.
  std::vector<double> ticks() const;
};
std::string tick_text(double value);

/// For XML: < and what is like it by name, control characters left out.
std::string escaped(std::string_view text);
std::string svg_document(int width, int height, const std::string& inside);

}  // namespace regula::charts
