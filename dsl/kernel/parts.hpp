// SPDX-License-Identifier: MIT
/// A sweep of a plan and its parts, and the ways in which its loops go over memory.
#pragma once
#include <dsl/plan/accumulators.hpp>
#include <dsl/plan/recipe.hpp>

namespace regula::dsl {

/// flat: whole tensors; across a panel's rim or along it; inside: across, where every pattern holds.
enum class route : std::int8_t { flat, across, along, inside };

/// Sweep K of a plan and its parts.
template <class Recipe, int K> struct sweep_of {
  static constexpr auto& plan = Recipe::plan;
  static constexpr auto& s = plan.sweeps[K];
  static constexpr const instruction& code(int q) { return plan.code[s.code.first + q]; }
  static constexpr const load& from(int i) { return plan.loads[s.loads.first + i]; }
  static constexpr const accumulation& sum(int r) { return plan.accumulations[s.sums.first + r]; }
  static constexpr const accumulation& fold(int f) { return plan.accumulations[s.folds.first + f]; }
  static constexpr const store& to(int t) { return plan.stores[s.stores.first + t]; }
  static constexpr int scalar(int c) { return plan.nodes[s.scalars.first + c]; }
  static constexpr bool is_rim(int i) { return from(i).from == source::rim; }
  static constexpr bool reads_rims() {
    for (int i = 0; i < s.loads.count; ++i)
      if (is_rim(i)) return true;
    return false;
  }
  static constexpr bool has_rims() { return reads_rims() || s.folds.count > 0; }
  static constexpr bool has_patterns() {
    for (int i = 0; i < s.loads.count; ++i)
      if (from(i).from == source::pattern) return true;
    return false;
  }
  static constexpr int unroll = sums_in_flight(s.cost);
};

/// The numbers 0, 1... of the instructions, scalars, sums, folds, loads and stores of a sweep.
template <class Code, class Scalars, class Sums, class Folds, class Loads, class Stores> struct part_numbers;
template <int N> using upto = std::make_integer_sequence<int, N>;
template <class Recipe, int K>
using part_numbers_of =
    part_numbers<upto<Recipe::plan.sweeps[K].code.count>, upto<Recipe::plan.sweeps[K].scalars.count>,
                 upto<Recipe::plan.sweeps[K].sums.count>, upto<Recipe::plan.sweeps[K].folds.count>,
                 upto<Recipe::plan.sweeps[K].loads.count>, upto<Recipe::plan.sweeps[K].stores.count>>;

}  // namespace regula::dsl
