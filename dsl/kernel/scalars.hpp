// SPDX-License-Identifier: MIT
/// The scalars of a phase, one after the other.
#pragma once
#include <dsl/meta/in_order.hpp>
#include <dsl/plan/recipe.hpp>
#include <dsl/run/operate.hpp>

namespace regula::dsl {

/// What is instantiated depends on the atom, not on the node. entries_of(shape): how many entries it has.
template <class Recipe, int What, std::uint64_t Bits, class EntriesOf>
[[gnu::always_inline]] inline double scalar(const double* coefficients, const double* values, const std::int16_t* x,
                                            const EntriesOf& entries_of) {
  if constexpr (What == constant_node) {
    return std::bit_cast<double>(Bits);
  } else if constexpr (What == coefficient_node) {
    return coefficients[Bits & 0xffffffffu];
  } else if constexpr (What == extent_node) {
    return entries_of(static_cast<std::int16_t>(Bits));
  } else {
    const auto at = [&](int k) { return x[k] < 0 ? one_lane{0.0} : one_lane{values[x[k]]}; };
    const one_lane operands[] = {at(0), at(1), at(2)};
    return operate<What, Bits, typename Recipe::users, one_lane>(operands, 0, 1, 2).v;
  }
}

template <class Recipe, int Phase, class EntriesOf>
[[gnu::always_inline]] inline void find_scalars(const double* coefficients, double* values,
                                                const EntriesOf& entries_of) {
  constexpr auto& plan = Recipe::plan;
  constexpr auto& nodes = Recipe::program.nodes;
  constexpr auto list = plan.phases[Phase].scalars;
  [&]<int... J>(std::integer_sequence<int, J...>) __attribute__((always_inline)) {
    in_order({(values[plan.nodes[list.first + J]] =
                   scalar<Recipe, nodes[plan.nodes[list.first + J]].what, nodes[plan.nodes[list.first + J]].bits>(
                       coefficients, values, nodes[plan.nodes[list.first + J]].operands, entries_of),
               0)...});
  }
  (std::make_integer_sequence<int, list.count>{});
}

/// Results of the program that are scalars.
template <class Recipe> void give_scalars(const double* values, double* results) {
  for (int o = 0; o < Recipe::program.output_count; ++o)
    if (Recipe::program.outputs[o].domain == scalar_domain) results[o] = values[Recipe::program.outputs[o].node];
}

}  // namespace regula::dsl
