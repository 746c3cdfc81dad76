// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>
#include <regula/training/clipping.hpp>

namespace regula::optimizers {
namespace {

double square_norm(const ndarray& a) { return a.flat().cast<double>().square().sum(); }

}  // namespace

std::vector<ndarray> clipped(const bounds& b, std::span<const ndarray* const> gradients) {
  const double norm = b.clipnorm.value_or(0), global = b.global_clipnorm.value_or(0), value = b.clipvalue.value_or(0);
  if (norm == 0 && global == 0 && value == 0) return {};
  double total = 0;
  if (global > 0)
    for (const ndarray* g : gradients) total += square_norm(*g);
  const double n = std::sqrt(total);
  const double shared = !std::isfinite(n) ? std::numeric_limits<double>::quiet_NaN() : n <= global ? 1 : global / n;

  std::vector<ndarray> result;
  result.reserve(gradients.size());
  for (const ndarray* g : gradients) {
    ndarray& c = result.emplace_back(*g);
    double scale = shared;
    if (norm > 0) {
      const double own = std::sqrt(square_norm(c));
      scale = own <= norm ? 1 : norm / own;
    }
    if (norm > 0 || global > 0) {
      c.flat() = (c.flat().cast<double>() * scale).cast<float>();
    } else {
      const auto most = static_cast<float>(value);
      for (float& v : c.values()) v = std::clamp(v, -most, most);
    }
  }
  return result;
}

}  // namespace regula::optimizers
