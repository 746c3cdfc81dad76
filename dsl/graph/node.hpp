// SPDX-License-Identifier: MIT
/// A node of the value graph: plain data, the same at compile time and at run time, and fit for a template argument.
#pragma once
#include <bit>
#include <cstdint>
#include <dsl/meta/shape.hpp>

namespace regula::dsl {

/// What a node is when it is no atom. Atoms are numbered from 0 (atoms/library.hpp).
enum leaf : std::int16_t {
  constant_node = -4,     // bits: the double
  coefficient_node = -3,  // bits: slot, and 1 << 32 when the coefficient is never negative
  extent_node = -2,       // bits: a shape; the number of its entries
  tensor_node = -1,       // bits: the tensor
};

/// Domain of nodes that are scalars; other nodes name their place in the graph's table of shapes, which begins with
/// those of the tensors.
inline constexpr std::int16_t scalar_domain = -1;
inline constexpr int max_operands = 3;
inline constexpr int max_tensors = 64;  // of a formula: a request names them by the bits of a word
inline constexpr std::uint64_t never_negative = std::uint64_t{1} << 32;

struct node {
  std::int16_t what = constant_node;
  std::int16_t domain = scalar_domain;
  std::int16_t operands[max_operands] = {-1, -1, -1};
  std::uint64_t bits = 0;

  constexpr bool operator==(const node&) const = default;
  constexpr bool scalar() const { return domain == scalar_domain; }
  constexpr int slot() const { return static_cast<int>(bits & 0xffffffffu); }
  constexpr double number() const { return std::bit_cast<double>(bits); }
};

constexpr node constant_of(double v) {
  return {constant_node, scalar_domain, {-1, -1, -1}, std::bit_cast<std::uint64_t>(v)};
}
constexpr node coefficient_of(int slot, bool free) {
  return {
      coefficient_node, scalar_domain, {-1, -1, -1}, static_cast<std::uint64_t>(slot) | (free ? 0 : never_negative)};
}

/// Operands of a call, and the shapes they were written in where they have lost axes since.
struct operand_list {
  constexpr operand_list(const std::int16_t (&nodes)[max_operands]) {
    for (int k = 0; k < max_operands; ++k) at[k] = nodes[k];
  }

  std::int16_t at[max_operands]{};
  shape written[max_operands]{};
};

/// Bits of a reduction that gathers no axis at all; 0 stands for all axes.
inline constexpr std::uint64_t no_axes = std::uint64_t{1} << max_axes;

/// Why a formula is refused. The sentences stand beside the static_asserts that read it.
enum class problem : std::int8_t {
  none,
  too_large,        // the arena is full: the caller tries a larger one
  undeclared_atom,  // a slope calls an atom of the user's that the atom does not list in `uses`
  not_a_formula,
  reduction_of_scalar,
  matrix_of_scalar,     // a matrix operation is given a number
  matrix_of_one_entry,  // and here one that has a row and a column, of which it does not say what it is
  not_a_scalar,
  no_tensor,
  two_roles,  // one name for a tensor and a coefficient
  too_many_tensors,
  unknown_size,   // identity met nothing that tells its size
  no_neighbours,  // a difference or shift along axes that the formula leaves one entry
  no_derivative,  // an atom of the slope has none itself
  no_diagonal,    // the diagonal of a Hessian across matrix products
  wrong_slopes,   // an atom's slope or adjoint returns fewer or more derivatives than it has arguments
  compared,       // a slope, an adjoint or a definition compares formulas
  refused,        // a part of the formula has had its sentence
};

}  // namespace regula::dsl
