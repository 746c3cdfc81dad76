// SPDX-License-Identifier: MIT
/// Which numbers are entries of tensors. Narrow ones, of 16 bits, are read into floats, computed with as floats, and what
/// is written is rounded once, to the nearest with ties to even.
#pragma once
#include <Eigen/Core>
#include <cstddef>
#include <dsl/numbers/narrow.hpp>
#include <type_traits>

namespace regula::dsl {

template <class T>
inline constexpr bool is_narrow = std::is_same_v<T, Eigen::half> || std::is_same_v<T, Eigen::bfloat16>;
template <class T>
inline constexpr bool is_entry = std::is_same_v<T, float> || std::is_same_v<T, double> || is_narrow<T>;
/// What entries of T are computed with.
template <class T> using computed_with = std::conditional_t<is_narrow<T>, float, T>;

}  // namespace regula::dsl
