// SPDX-License-Identifier: MIT
/// Random numbers that are the same on every platform from the same seed, unlike those of std:: distributions.
///
///   rng draw(42);
///   draw.uniform();  draw.normal();  draw.below(10);
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>

namespace regula {

/// std::mt19937_64, whose bits the standard fixes, and conversions of its own. normal() calls log, sqrt, cos and sin:
/// the last bit of its doubles is the C library's.
class rng {
public:
  explicit rng(std::uint64_t seed) : bits_(seed) {}

  /// A multiple of 2^-53 in [0, 1), all equally likely.
  double uniform() { return static_cast<double>(bits_() >> 11) * 0x1p-53; }

  /// Mean 0, variance 1. [Box and Muller 1958, doi:10.1214/aoms/1177706645]
  double normal();
  /// normal(), drawn again while it is beyond [-2, 2].
  double truncated_normal();
  /// An integer in [0, n), all equally likely; n > 0.
  std::uint64_t below(std::uint64_t n);

  std::uint64_t bits() { return bits_(); }

  /// Entries that the weights built with it may still have together, and whether they are drawn: readers of files, which
  /// bring the values, bound the first and want zeros.
  std::ptrdiff_t entries_left = std::numeric_limits<std::ptrdiff_t>::max();
  bool draws = true;

private:
  std::mt19937_64 bits_;
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace regula
