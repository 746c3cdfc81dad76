// SPDX-License-Identifier: MIT
#include <cmath>
#include <numbers>
#include <regula/layers/random.hpp>

namespace regula {

double rng::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  const double r = std::sqrt(-2 * std::log(1 - uniform())), angle = 2 * std::numbers::pi * uniform();
  spare_ = r * std::sin(angle);
  has_spare_ = true;
  return r * std::cos(angle);
}

double rng::truncated_normal() {
  for (;;)
    if (const double z = normal(); std::abs(z) <= 2) return z;
}

std::uint64_t rng::below(std::uint64_t n) {
  const std::uint64_t unfair = (0 - n) % n;
  for (;;)
    if (const std::uint64_t b = bits_(); b >= unfair) return b % n;
}

}  // namespace regula
