// SPDX-License-Identifier: MIT
/// Sums of squares beyond the range of their type: of entries first multiplied by a power of two.
#pragma once
#include <algorithm>
#include <dsl/numbers/reduce.hpp>
#include <limits>

namespace regula {

/// lowest: the smallest root of a sum to which the squares that were lost do not matter. Entries times `grow` or `shrink`
/// have squares in range when the root is smaller, or infinite.
template <class S> struct squares_range {
  static constexpr double lowest = 0x1p-480, grow = 0x1p590, shrink = 0x1p-538;
};
template <> struct squares_range<float> { static constexpr double lowest = 0x1p-40, grow = 0x1p100, shrink = 0x1p-75; };

/// What entries are to be multiplied by before their squares are added up once more; 1 where the sum is right. NaN is.
template <class S> constexpr double scale_for_squares(double sum) {
  using ends = squares_range<S>;
  if (sum < ends::lowest * ends::lowest) return ends::grow;
  return sum > std::numeric_limits<double>::max() ? ends::shrink : 1.0;
}
/// The same, by its root.
template <class S> constexpr double scale_for_root(double root) {
  using ends = squares_range<S>;
  if (root < ends::lowest) return ends::grow;
  return root > std::numeric_limits<double>::max() ? ends::shrink : 1.0;
}
/// Whether all sums are right.
template <class S> [[gnu::always_inline]] inline bool are_right(lanes<S> sums) {
  constexpr double least = squares_range<S>::lowest * squares_range<S>::lowest, most = std::numeric_limits<S>::max();
  return all(~((sums < least) | (sums > most)));
}

/// Whether n entries are zeros, which are right however small they are.
template <class S> [[gnu::noinline]] bool are_zeros(const S* x, std::ptrdiff_t n) {
  constexpr std::ptrdiff_t width = lanes<S>::size;
  std::ptrdiff_t i = 0;
  for (; i + 4 * width <= n; i += 4 * width) {
    const auto zero = [&](std::ptrdiff_t k) { return lanes<S>::load(x + i + k * width) == 0.0; };
    if (!all(zero(0) & zero(1) & zero(2) & zero(3))) return false;
  }
  for (; i < n; ++i)
    if (x[i] != S(0)) return false;
  return true;
}

/// Entries whose squares lanes of S add up before double takes over.
inline constexpr std::ptrdiff_t squares_at_once = 4096;

/// The sum of the squares of n entries times the scale.
template <class S> [[gnu::noinline]] double sum_of_squares(const S* x, std::ptrdiff_t n, double scale) {
  constexpr std::ptrdiff_t width = lanes<S>::size;
  double all = 0;
  for (std::ptrdiff_t from = 0; from < n; from += squares_at_once) {
    const auto to = std::min(n, from + squares_at_once);
    if (are_zeros(x + from, to - from)) continue;
    auto even = lanes<S>::all(0.0), odd = even;
    auto i = from;
    for (; i + 2 * width <= to; i += 2 * width) {
      const auto a = lanes<S>::load(x + i) * scale, b = lanes<S>::load(x + i + width) * scale;
      even = even + a * a, odd = odd + b * b;
    }
    all += total(even) + total(odd);
    for (; i < to; ++i) {
      const double a = static_cast<double>(x[i]) * scale;
      all += a * a;
    }
  }
  return all;
}
/// Adds the squares of n entries times the scale, each to its own sum.
template <class S> [[gnu::noinline]] void add_squares(const S* x, std::ptrdiff_t n, double scale, S* to) {
  if (are_zeros(x, n)) return;
  constexpr std::ptrdiff_t width = lanes<S>::size;
  std::ptrdiff_t i = 0;
  for (; i + width <= n; i += width) {
    const auto a = lanes<S>::load(x + i) * scale;
    (lanes<S>::load(to + i) + a * a).store(to + i);
  }
  for (; i < n; ++i) {
    const S a = x[i] * static_cast<S>(scale);
    to[i] += a * a;
  }
}

}  // namespace regula
