// SPDX-License-Identifier: MIT
/// How the entries of a call are shared out among several threads.
#pragma once
#include <algorithm>
#include <bit>
#include <dsl/threads/crew.hpp>

namespace regula::dsl {

/// Work, in entries times instructions, below which a second thread costs more than it does.
inline constexpr std::ptrdiff_t least_work = std::ptrdiff_t{3} << 19;

/// n entries in equal shares, each a power of two of blocks; the last may be less. Several for each thread, so that one
/// that is late is not waited for long.
class shares {
public:
  explicit shares(std::ptrdiff_t n) : n_(n), each_(std::max<std::ptrdiff_t>(n, 1)) {}
  shares(std::ptrdiff_t n, std::ptrdiff_t block, const crew& on, int cost) : n_(n) {
    const auto blocks = (n + block - 1) / block;
    const bool pays = on.threads() > 1 && n * (cost + 4) >= least_work;
    const auto most = pays ? blocks / (4 * std::ptrdiff_t{on.threads()}) : blocks;
    each_ = pays ? block * static_cast<std::ptrdiff_t>(
                               std::bit_floor(static_cast<std::size_t>(std::max<std::ptrdiff_t>(most, 1))))
                 : std::max<std::ptrdiff_t>(n, 1);
  }
  std::ptrdiff_t count() const { return (n_ + each_ - 1) / each_; }
  std::ptrdiff_t first(std::ptrdiff_t i) const { return i * each_; }
  std::ptrdiff_t last(std::ptrdiff_t i) const { return std::min(n_, (i + 1) * each_); }

private:
  std::ptrdiff_t n_, each_;
};

}  // namespace regula::dsl
