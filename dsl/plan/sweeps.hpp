// SPDX-License-Identifier: MIT
/// The steps of a program with panels and matrices: matrix operations, and groups of sweeps that share their panels.
#pragma once
#include <dsl/plan/places.hpp>

namespace regula::dsl {

/// What a register is loaded from: memory, the panel's rim, or a pattern's zeros and ones.
enum class source : std::int8_t { memory, rim, pattern };
/// Loads of the rim, beside those of tensor_node.
inline constexpr std::int16_t rim_node = -5;

/// Code that runs over the entries of a panel, or over its rim. Registers: the scalars it uses, then one per instruction.
template <int N> struct sweep {
  std::int16_t group = 0, turn = 0;
  instruction code[2 * N]{};  // a kept node loads its pattern too
  std::int16_t nodes[2 * N]{}, scalars[N]{};
  std::int16_t inputs[2 * N]{};  // nodes; of a pattern the node that keeps its entries
  source sources[2 * N]{};
  std::int16_t reductions[N]{}, reduced[N]{}, gathers[N]{};  // to scalars: nodes, registers, what they are
  std::int16_t folds[N]{}, folded[N]{}, fold_gathers[N]{};   // to the rim
  std::int16_t stores[N]{}, stored[N]{};  // outputs; N + a node: its place in memory; 2 N +: in the rim
  int code_count = 0, scalar_count = 0, input_count = 0, reduction_count = 0, fold_count = 0, store_count = 0;
  int cost = 0;

  constexpr bool is_rim() const { return turn % 2 == 1; }
  constexpr bool has_patterns() const {
    for (int i = 0; i < input_count; ++i)
      if (sources[i] == source::pattern) return true;
    return false;
  }
};

/// The sweeps of one phase over one domain cut into one kind of panels.
struct sweep_group {
  std::int16_t phase = 0, domain = 0, kept = 0;
  std::int16_t first_sweep = 0, sweep_count = 0;
};

/// C sweeps in G groups, M matrix operations. In phase p: operations, scalars, groups, each in order.
template <int N, int C, int G> struct panel_schedule {
  sweep<N> sweeps[C > 0 ? C : 1]{};
  sweep_group groups[G > 0 ? G : 1]{};
  std::int16_t scalar_phase[N]{};     // of scalar nodes
  std::int16_t operation_phase[N]{};  // of operations, -1 else
  std::int16_t direct[N]{};           // the output that an operation writes itself, or -1
  bool in_memory[N]{}, in_rim[N]{};   // has a temporary of its own; a buffer along the panel's rim
  int phases = 1;
  static constexpr int sweep_count = C, group_count = G;
};

}  // namespace regula::dsl
