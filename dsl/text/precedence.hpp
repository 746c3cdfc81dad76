// SPDX-License-Identifier: MIT
/// Which operand needs brackets: the one table of all printers.
///
/// A minus in front of a number or a formula is bracketed wherever something stands before it: a - (-b), 2 * (-x).
#pragma once
#include <dsl/reading/atom_texts.hpp>

namespace regula::dsl {

/// How tightly a text holds together, loosest first. `power`: may be a factor, but not the base of a power.
enum class level { none, sum, product, unary, power, primary };

/// An operator's own level, and the levels that its operands must have to go without brackets.
struct operator_row {
  char infix;
  int arity;
  level own, left, right;
};
inline constexpr operator_row operator_table[] = {
    {'+', 2, level::sum, level::sum, level::product},       {'-', 2, level::sum, level::sum, level::product},
    {'*', 2, level::product, level::product, level::unary}, {'/', 2, level::product, level::product, level::unary},
    {'-', 1, level::unary, level::unary, level::unary},
};

/// The atom's row, or null where it is written as a call.
constexpr const operator_row* operator_of(const atom_text& a) {
  for (const auto& row : operator_table)
    if (a.infix == row.infix && a.facts.arity == row.arity) return &row;
  return nullptr;
}

}  // namespace regula::dsl
