// SPDX-License-Identifier: MIT
/// Penalties of groups: rows, columns, filters. A group is kept or left out as a whole.
#pragma once
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// lambda sum_i ||row i||_2, the L2,1 norm. Convex; gradient lambda w / ||row||, 0 for a row of zeros.
template <class = void> constexpr auto l21(double lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(norm2(rowwise(W))));
}

}  // namespace regula::gallery
