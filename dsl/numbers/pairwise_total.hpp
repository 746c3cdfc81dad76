// SPDX-License-Identifier: MIT
/// Totals of many blocks, added pairwise in double: the error grows with the logarithm of their number, and the same
/// input gives the same bits.
#pragma once
#include <array>
#include <cstdint>

namespace regula::dsl {

class pairwise_total {
public:
  /// First of all: construction leaves it as it is, for small tensors never touch one.
  void clear() { count_ = 0; }
  void add(double block) {
    int level = 0;
    for (std::uint64_t n = count_++; n & 1; n >>= 1) block += partial_[static_cast<std::size_t>(level++)];
    partial_[static_cast<std::size_t>(level)] = block;
  }
  double result() const {
    double sum = 0.0;
    int level = 0;
    for (std::uint64_t n = count_; n != 0; n >>= 1, ++level)
      if (n & 1) sum += partial_[static_cast<std::size_t>(level)];
    return sum;
  }

private:
  std::uint64_t count_;
  std::array<double, 52> partial_;  // level k holds the total of 2^k blocks where count_ has bit k
};

}  // namespace regula::dsl
