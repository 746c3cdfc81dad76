// SPDX-License-Identifier: MIT
/// How much room a formula's graphs get: more, until they fit.
#pragma once
#include <dsl/graph/node.hpp>

namespace regula::dsl {

inline constexpr int largest_room = 30000;  // operands are 16-bit

/// Where to begin for a formula of `written` nodes.
constexpr int first_room(int written) { return 12 * written + 96; }
/// Whether there may be a room of twice `n`, and whether it is to be tried.
constexpr bool may_grow(int n) { return 2 * n <= largest_room; }
constexpr bool grows(problem trouble, int n) { return trouble == problem::too_large && may_grow(n); }

/// Make<N>::made, Make<2 N>::made...: the first that fits, or the last that is allowed.
template <template <int> class Make, int N> constexpr auto& grown() {
  if constexpr (!may_grow(N))
    return Make<N>::made;
  else if constexpr (Make<N>::made.trouble == problem::too_large)
    return grown<Make, 2 * N>();
  else
    return Make<N>::made;
}

}  // namespace regula::dsl
