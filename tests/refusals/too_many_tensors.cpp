// error: a formula has at most 64 tensors
// SPDX-License-Identifier: MIT
#include <regula/penalty.hpp>

template <int I> constexpr regula::fixed_string<4> numbered = {{'t', char('0' + I / 10), char('0' + I % 10), '\0'}};

template <int... I> constexpr auto sum_of(std::integer_sequence<int, I...>) {
  return regula::penalty((sum(abs(regula::symbol<numbered<I>>)) + ...));
}

#ifdef TWIN
constexpr auto here = sum_of(std::make_integer_sequence<int, 64>{});
#else
constexpr auto here = sum_of(std::make_integer_sequence<int, 65>{});
#endif
