// SPDX-License-Identifier: MIT
/// The types of gallery::l1(), l2() and l1_l2(), named without making one: that is the work of the library.
#pragma once
#include <regula/penalty.hpp>

namespace regula::regularizers {

using l1_penalty = penalty<decltype(coef<"l1">(0.0) * sum(abs(symbols::W)))>;
using l2_penalty = penalty<decltype(coef<"l2">(0.0) * sum(square(symbols::W)))>;
using l1_l2_penalty =
    penalty<decltype(coef<"l1">(0.0) * sum(abs(symbols::W)) + coef<"l2">(0.0) * sum(square(symbols::W)))>;

}  // namespace regula::regularizers
