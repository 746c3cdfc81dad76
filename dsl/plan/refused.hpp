// SPDX-License-Identifier: MIT
/// Sentences about atoms that no derivative can be made of.
#pragma once
#include <dsl/graph/node.hpp>

namespace regula::dsl {

/// Whether the blocks of the formula's atoms fit together; what is wrong with them is said here.
template <problem Trouble> constexpr bool atoms_fit() {
  static_assert(!(Trouble == problem::undeclared_atom),
                "an atom's slope calls another atom of yours: list it, using uses = regula::type_list<that_atom>");
  static_assert(!(Trouble == problem::wrong_slopes),
                "slope and adjoint return a derivative for each argument: partials{da, db}, partials{da, db, dc}");
  static_assert(
      !(Trouble == problem::compared),
      "slope, adjoint and defined_as run on formulas, which are not compared: greater(x, 0.0) is 1 where x > 0");
  return Trouble == problem::none;
}

}  // namespace regula::dsl
