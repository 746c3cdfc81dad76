// SPDX-License-Identifier: MIT
/// One expression for each of a pack, from left to right: in_order({(f(I), 0)...}).
#pragma once
#include <initializer_list>

namespace regula::dsl {

/// Not a fold: clang limits those to 256 operands.
[[gnu::always_inline]] constexpr void in_order(std::initializer_list<int>) {}

}  // namespace regula::dsl
