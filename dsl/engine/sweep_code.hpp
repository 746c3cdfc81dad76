// SPDX-License-Identifier: MIT
/// A sweep of a plan as a list of operations on blocks.
#pragma once
#include <dsl/engine/atom_code.hpp>
#include <vector>

namespace regula::dsl {

/// What an operation reads and writes, by kind: blocks of its own, the sweep's inputs and outputs, numbers, sums under
/// way, and the parts of sums to a rim that lies along the lines.
enum class site : std::int8_t { scratch, input, output, number, sum, fold };
struct block_place {
  site kind = site::scratch;
  std::int16_t index = -1;  // none

  constexpr bool operator==(const block_place&) const = default;
};

template <class S> struct block_operation {
  block_code<S> run = nullptr;
  block_place to{}, a{}, b{}, c{};
  std::uint64_t bits = 0;
};

/// The same, its places as their numbers among all.
template <class S> struct placed_operation {
  block_code<S> run;
  std::uint64_t bits;
  std::int16_t to, a, b, c;
};

/// The number that sums of squares are multiplied by is behind the sweep's scalars.
template <class S> struct sweep_code {
  std::vector<block_operation<S>> first;  // once in a call: numbers as blocks
  std::vector<block_operation<S>> code;   // for each block
  int blocks = 0, inputs = 0, outputs = 0, numbers = 0, sums = 0, folds = 0;
  int parts = 1;
  std::ptrdiff_t length = 0;    // entries of a block
  std::vector<int> sum_kinds;   // their atoms: sums to scalars, then those to a rim across the lines
  std::vector<int> fold_kinds;  // of sums to a rim along the lines
  std::vector<std::uint8_t> is_number, is_constant;  // by input: one number for a line; a pattern that holds
  bool adds = false;

  std::vector<placed_operation<S>> placed;
  int bases[7]{};  // where the places of a kind begin among all

  /// Once all counts are known.
  void settle() {
    const int counts[] = {blocks, inputs, outputs, numbers, sums, folds};
    for (int k = 0; k < 6; ++k) bases[k + 1] = bases[k] + counts[k];
    const auto at = [&](const block_place& p) { return as_index(place(p)); };
    for (const auto& op : code) placed.push_back({op.run, op.bits, at(op.to), at(op.a), at(op.b), at(op.c)});
  }
  int base(site kind) const { return bases[static_cast<int>(kind)]; }
  int places() const { return bases[6]; }
  int place(block_place p) const { return p.index < 0 ? 0 : base(p.kind) + p.index; }
};

/// How the lines of a sweep go by, as dsl/kernel/parts.hpp has it; again: sums of scaled squares only; flat: of a plan that
/// only sweeps over whole tensors.
struct sweep_way {
  bool along = false, inside = false, again = false, flat = false;
};

}  // namespace regula::dsl
