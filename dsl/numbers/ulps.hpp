// SPDX-License-Identifier: MIT
#pragma once

namespace regula {

/// The largest error of each function on lanes, in units in the last place of the exact result, on every target. A last
/// place is never taken smaller than that of the smallest normal number. Functions not listed are exact.
struct ulps {
  static constexpr double sqrt = 0.9, inverse = 0.5, inverse_sqrt = 1.5;
  static constexpr double exp = 1.5, expm1 = 2.5, tanh = 3.0;
  static constexpr double log = 1.5, log1p = 1.5;
  static constexpr double sin = 2.0, cos = 2.0, atan = 2.5;
};

}  // namespace regula
