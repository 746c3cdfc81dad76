// SPDX-License-Identifier: MIT
/// The plan of a program that is a template argument, made in the compiler.
#pragma once
#include <dsl/plan/flat.hpp>
#include <dsl/plan/program_of.hpp>
#include <dsl/plan/scheduler.hpp>

namespace regula::dsl {

/// A program that is a template argument, with the facts of the atoms it names, and its tensors. Without their rules: a
/// kernel that looks at one would bring all of them, of all atoms, as code into its object.
template <auto Program, class Users> constexpr program_view view_of() {
  return {Program.nodes,  Program.size,        Program.outputs,        Program.output_count,
          Program.shapes, Program.shape_count, tensors_among(Program), facts_of_atoms<Users>};
}

/// Memory for a scheduler of at most N nodes and outputs.
template <int N> struct schedule_arena {
  place places[2][N]{};
  std::int16_t numbers[7][N]{};
  sweep_group groups[2 * N + 1]{};

  constexpr schedule_room room() {
    return {{places[0], places[1], numbers[0]},
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            groups};
  }
};

/// As many parts as the sizes say, no array being empty.
template <plan_sizes Z> struct plan_data {
  static constexpr int at_least_one(int n) { return n > 0 ? n : 1; }
  static constexpr plan_sizes sizes = Z;
  phase phases[at_least_one(Z.phases)]{};
  matrix_step operations[at_least_one(Z.operations)]{};
  sweep_group groups[at_least_one(Z.groups)]{};
  sweep sweeps[at_least_one(Z.sweeps)]{};
  instruction code[at_least_one(Z.code)]{};
  std::int16_t nodes[at_least_one(Z.nodes)]{};
  load loads[at_least_one(Z.loads)]{};
  accumulation accumulations[at_least_one(Z.accumulations)]{};
  store stores[at_least_one(Z.stores)]{};
  std::int16_t temporaries[at_least_one(Z.temporaries)]{};

  constexpr plan_room room() {
    return {Z, phases, operations, groups, sweeps, code, nodes, loads, accumulations, stores, temporaries};
  }
  constexpr plan_view view() const {
    return {Z, phases, operations, groups, sweeps, code, nodes, loads, accumulations, stores, temporaries};
  }
};

/// Writes the plan of Program where `room` says; returns its sizes.
template <auto Program, class Users, bool Adds> constexpr plan_sizes write_plan(const plan_room& room) {
  schedule_arena<(Program.size > Program.output_count ? Program.size : Program.output_count)> memory;
  scheduler plan(view_of<Program, Users>(), Adds, memory.room());
  plan_writer out(room);
  plan.write(out);
  return out.sizes();
}
template <auto Program, class Users, bool Adds>
inline constexpr auto plan_of = [] {
  plan_data<write_plan<Program, Users, Adds>({})> plan;
  write_plan<Program, Users, Adds>(plan.room());
  return plan;
}();

}  // namespace regula::dsl
