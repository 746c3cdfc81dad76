// SPDX-License-Identifier: MIT
/// Why a formula is refused, for formulas that are made at run time. The static_asserts of <regula/penalty.hpp> and of the
/// room plan say the same, in literals, as C++20 wants them: a test compares.
#pragma once
#include <dsl/graph/node.hpp>
#include <string_view>

namespace regula::dsl {

/// Empty for problem::none, and for problem::refused, which has had its sentence. `first`: of first derivatives.
constexpr std::string_view sentence_of(problem p, bool first = true) {
  switch (p) {
    case problem::too_large: return "this formula is too large";
    case problem::undeclared_atom:
      return "an atom's slope calls another atom of yours: list it, using uses = regula::type_list<that_atom>";
    case problem::not_a_formula: return "a penalty is made of a formula, as in penalty(0.01 * sum(abs(W)))";
    case problem::reduction_of_scalar: return "sum, mean, max, norm... reduce a tensor: one of them is given a scalar";
    case problem::matrix_of_scalar:
      return "matmul, gram, transpose, trace... take matrices: one of them is given a number (s * W multiplies by it)";
    case problem::matrix_of_one_entry:
      return "a matrix operation has a 1 x 1 matrix as its operand or its result, and does not say what it is of a "
             "number: simplified(x) in its block can";
    case problem::not_a_scalar: return "a penalty is a scalar: wrap the formula in sum(...) or mean(...)";
    case problem::no_tensor: return "a penalty needs a tensor: this formula has only numbers";
    case problem::two_roles: return "one name stands for a tensor and for a coefficient";
    case problem::too_many_tensors: return "a formula has at most 64 tensors";
    case problem::unknown_size:
      return "identity takes its size from a matrix beside it, as in gram(W) - identity: here it meets none";
    case problem::no_neighbours:
      return "a difference or shift along an axis of one entry: a column, as of rowwise, goes along axis 0, a row, as "
             "of colwise, along axis 1";
    case problem::no_derivative:
      return first ? "the formula has a matrix operation that states no adjoint: only its value is known"
                   : "the formula has an atom without a second derivative: only its value and gradient are known";
    case problem::no_diagonal:
      return "the diagonal of the Hessian is known where entries do not meet their neighbours or matrix products: "
             "ask for hessian_vector";
    case problem::wrong_slopes:
      return "slope and adjoint return a derivative for each argument: partials{da, db}, partials{da, db, dc}";
    case problem::compared:
      return "slope, adjoint and defined_as run on formulas, which are not compared: greater(x, 0.0) is 1 where x > 0";
    case problem::none:
    case problem::refused: return {};
  }
  return {};
}

}  // namespace regula::dsl
