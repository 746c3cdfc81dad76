// SPDX-License-Identifier: MIT
/// What a program does, step by step, as data: matrix operations, scalars, and sweeps over entries.
#pragma once
#include <dsl/graph/node.hpp>
#include <dsl/plan/place.hpp>

namespace regula::dsl {

/// Some neighbours in one of the plan's arrays.
struct list {
  std::int16_t first = 0, count = 0;
};

/// Loads of the rim, beside those of tensor_node.
inline constexpr std::int16_t rim_node = -5;

/// What a register is loaded from: memory, the panel's rim, or a pattern's zeros and ones.
enum class source : std::int8_t { memory, rim, pattern };
/// node: of a pattern the one that keeps its entries.
struct load {
  std::int16_t node = 0;
  source from = source::memory;
};

/// An atom on registers, or a load (`slot`, among those of the sweep). node: the one it computes.
struct instruction {
  std::int16_t what = tensor_node, slot = 0;
  std::int16_t operands[max_operands] = {};  // registers
  std::int16_t node = 0;
  std::uint64_t bits = 0;
};

/// A reduction of a register: which node it is, and its atom.
struct accumulation {
  std::int16_t node = 0, what = 0, from = 0;
};

enum class store_kind : std::int8_t { output, memory, rim };
/// A register stored: as an output, or in the memory or the rim buffer of a node.
struct store {
  store_kind kind = store_kind::output;
  std::int16_t index = 0;  // the output or the node
  std::int16_t from = 0, node = 0;
};

/// Code that runs over the entries of panels, or over their rims. Registers: its scalars, then one per instruction.
struct sweep {
  std::int16_t group = 0;
  dsl::turn turn;
  list code, scalars, loads;
  list sums, folds;  // accumulations to scalars, and to the rim
  list stores;
  std::int16_t cost = 0;  // machine operations per entry, roughly

  constexpr bool on_rim() const { return turn.at == side::rim; }
};

/// The sweeps of one phase over one domain cut into one kind of panels; apart: mask of the axes that they keep apart.
struct sweep_group {
  std::int16_t phase = 0, domain = 0, apart = 0;
  list sweeps;
  list rims;  // nodes that have a buffer along the rim
};

/// A matrix operation; output: the one that it writes itself, or -1.
struct matrix_step {
  std::int16_t node = 0, output = -1;
};

/// Done in this order: operations, other scalars, groups of sweeps.
struct phase {
  list operations, scalars, groups;
};

struct plan_sizes {
  int phases = 0, operations = 0, groups = 0, sweeps = 0, code = 0, nodes = 0, loads = 0, accumulations = 0, stores = 0,
      temporaries = 0;
};

/// A plan wherever it lies. nodes: what lists of scalars and rims name. temporaries: nodes with memory of their own.
struct plan_view {
  plan_sizes sizes;
  const dsl::phase* phases;
  const matrix_step* operations;
  const sweep_group* groups;
  const sweep* sweeps;
  const instruction* code;
  const std::int16_t* nodes;
  const load* loads;
  const accumulation* accumulations;
  const store* stores;
  const std::int16_t* temporaries;
};

}  // namespace regula::dsl
