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
  /// As if the blocks of `next` had been added here one by one: so many are here already that they fill whole branches of
  /// the tree, a multiple of a power of two that is no less than next's number.
  void append(const pairwise_total& next) {
    for (int level = static_cast<int>(next.partial_.size()) - 1; level >= 0; --level) {
      const auto branch = std::uint64_t{1} << level;
      if ((next.count_ & branch) == 0) continue;
      double sum = next.partial_[static_cast<std::size_t>(level)];
      int at = level;
      for (std::uint64_t n = count_ >> level; n & 1; n >>= 1) sum += partial_[static_cast<std::size_t>(at++)];
      partial_[static_cast<std::size_t>(at)] = sum;
      count_ += branch;
    }
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
