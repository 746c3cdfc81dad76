// SPDX-License-Identifier: MIT
/// Facts and rules of atoms by their index in a graph.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/graph/builder.hpp>

namespace regula::dsl {

constexpr const atom_facts& facts(const builder& graph, int what) { return graph.atoms().facts(what); }
constexpr const atom_rules& rules(const builder& graph, int what) { return graph.atoms().rules(what); }

/// The indices that the normal form speaks of.
struct atom_id {
  static constexpr int add = atom_index<add_atom>, subtract = atom_index<subtract_atom>,
                       multiply = atom_index<multiply_atom>, divide = atom_index<divide_atom>,
                       negate = atom_index<negate_atom>, abs = atom_index<abs_atom>, sign = atom_index<sign_atom>,
                       square = atom_index<square_atom>, sqrt = atom_index<sqrt_atom>,
                       inverse = atom_index<inverse_atom>, safe_inverse = atom_index<safe_inverse_atom>,
                       inverse_sqrt = atom_index<inverse_sqrt_atom>,
                       safe_inverse_sqrt = atom_index<safe_inverse_sqrt_atom>, pow = atom_index<pow_atom>,
                       max = atom_index<max_atom>, min = atom_index<min_atom>, is_equal = atom_index<is_equal_atom>,
                       detached = atom_index<detached_atom>, sum = atom_index<sum_atom>,
                       highest = atom_index<highest_atom>, lowest = atom_index<lowest_atom>,
                       size = atom_index<size_atom>, norm2 = atom_index<norm2_atom>,
                       transpose = atom_index<transpose_atom>, reach = atom_index<reach_atom>,
                       kept = atom_index<kept_atom>, identity = atom_index<identity_atom>,
                       spread = atom_index<spread_atom>, matmul = atom_index<matmul_atom>;
};

}  // namespace regula::dsl
