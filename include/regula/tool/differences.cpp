// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <regula/tool/differences.hpp>

namespace regula::tool {
namespace {

/// Slopes over a step to both sides, and how far the rounding of the penalty may move them.
struct slopes {
  double left, right, central, rounding;
  double gap() const { return std::abs(right - left); }
  double steepest() const { return std::max(std::abs(left), std::abs(right)); }
};
slopes over(double step, const std::function<double(double)>& moved) {
  const double here = moved(0), up = moved(step), down = moved(-step);
  return {(here - down) / step, (up - here) / step, (up - down) / (2 * step),
          4e-16 * std::max({std::abs(here), std::abs(up), std::abs(down)}) / step};
}

}  // namespace

/// The gap between both sides is in proportion to the step where there is a derivative, and stays at a kink.
entry_check compare(double given, double size, double tolerance, const std::function<double(double)>& moved) {
  const double scale = std::max(1.0, size), allowed = tolerance * (1 + std::abs(given));
  const auto far = over(1e-4 * scale, moved), near = over(1e-6 * scale, moved);
  entry_check e{verdict::differs, given, near.central, near.left, near.right};
  if (!std::isfinite(given)) return e;
  if (!std::isfinite(near.gap())) {
    e.found = verdict::edge;
    return e;
  }
  if (near.steepest() > 100 * (1 + std::abs(given)) && near.steepest() > 5 * far.steepest()) {
    e.found = verdict::jump;
    return e;
  }
  if (near.gap() > 0.5 * far.gap() && near.gap() > 10 * allowed + 50 * near.rounding) {
    const double slack = 1e-3 * (1 + std::abs(given));
    if (given >= std::min(e.left, e.right) - slack && given <= std::max(e.left, e.right) + slack)
      e.found = verdict::kink;
    return e;
  }
  for (const double relative : {1e-2, 1e-3, 1e-4, 1e-5, 1e-6}) {
    const auto coarse = over(relative * scale, moved), fine = over(relative * scale / 2, moved);
    const double central = (4 * fine.central - coarse.central) / 3;  // [Richardson]
    if (std::abs(central - given) < std::abs(e.central - given)) e.central = central;
    if (std::abs(central - given) <= allowed + fine.rounding) e.found = verdict::agrees;
  }
  return e;
}

}  // namespace regula::tool
