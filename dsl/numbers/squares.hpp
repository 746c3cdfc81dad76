// SPDX-License-Identifier: MIT
/// Sums of squares beyond the range of their type: of entries first multiplied by a power of two.
#pragma once
#include <limits>

namespace regula {

/// lowest: roots of sums from which on the squares that were lost do not matter. Entries times `grow` or `shrink` have
/// squares in range when the root is smaller, or infinite.
template <class S> struct squares_range {
  static constexpr double lowest = 0x1p-480, grow = 0x1p590, shrink = 0x1p-538;
};
template <> struct squares_range<float> {
  static constexpr double lowest = 0x1p-40, grow = 0x1p100, shrink = 0x1p-75;
};

/// Whether squares were lost from a sum, or it overflowed. NaN is right as it is.
template <class S> constexpr bool is_small(double sum) { return sum < squares_range<S>::lowest * squares_range<S>::lowest; }
template <class S> constexpr bool is_large(double sum) { return sum > std::numeric_limits<double>::max(); }

/// What entries are to be multiplied by, 1 where the sum is right.
template <class S> constexpr double scale_for_squares(double sum) {
  return is_small<S>(sum) ? squares_range<S>::grow : is_large<S>(sum) ? squares_range<S>::shrink : 1.0;
}
/// The same, by its root.
template <class S> constexpr double scale_for_root(double root) {
  return root < squares_range<S>::lowest ? squares_range<S>::grow
         : is_large<S>(root)             ? squares_range<S>::shrink
                                         : 1.0;
}

}  // namespace regula
