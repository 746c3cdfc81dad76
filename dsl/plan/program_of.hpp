// SPDX-License-Identifier: MIT
/// The program of a formula's type, made in the compiler.
#pragma once
#include <dsl/graph/lower.hpp>
#include <dsl/plan/compile.hpp>
#include <dsl/plan/growth.hpp>
#include <dsl/plan/refused.hpp>

namespace regula::dsl {

/// Rooms of N nodes each.
template <int N> struct compile_arena {
  arena<N> graphs[3];
  std::int16_t numbers[list_numbers_per_node * N]{};

  constexpr compile_room room() {
    return {graphs[0].room(), graphs[1].room(), graphs[2].room(), {numbers, list_numbers_per_node * N}};
  }
};

template <class Facts> constexpr written_nodes nodes_of() {
  constexpr auto& f = Facts::written;
  return {f.nodes, f.size, f.table, f.shape_count, f.shapes, f.tensor_count, f.coefficient_count};
}

/// A program in a room of N nodes.
template <int N> struct program_draft : draft {
  node nodes[N]{};
  output outputs[N]{};
  shape shapes[N]{};
};
template <class Facts, request R> struct program_maker {
  template <int N> struct in_room {
    static constexpr auto made = [] {
      program_draft<N> d;
      compile_arena<N> rooms;
      static_cast<draft&>(d) = compile(nodes_of<Facts>(), R, atoms_of<typename Facts::users>, rooms.room(), d.outputs);
      for (int i = 0; i < d.size; ++i) d.nodes[i] = rooms.graphs[2].nodes[i];
      for (int i = 0; i < d.shape_count; ++i) d.shapes[i] = rooms.graphs[2].shapes[i];
      return d;
    }();
  };
};

/// The program that answers R.
template <class Facts, request R>
inline constexpr auto program_of = [] {
  constexpr auto& d = grown<program_maker<Facts, R>::template in_room, first_room(Facts::written.size)>();
  static_assert(!(d.trouble == problem::too_large || first_room(Facts::written.size) > largest_room),
                "this formula is too large");
  constexpr bool fit = atoms_fit<d.trouble>();
  static_assert(!(d.trouble == problem::no_derivative && R.derivative == order::first),
                "the formula has a matrix operation that states no adjoint: only its value is known");
  static_assert(!(d.trouble == problem::no_derivative && R.derivative != order::first),
                "the formula has an atom without a second derivative: only its value and gradient are known");
  static_assert(!(d.trouble == problem::no_diagonal),
                "the diagonal of the Hessian is known where entries do not meet their neighbours or matrix products: "
                "ask for hessian_vector");
  if constexpr (!fit) {
    return program<1, 1, 1>{};
  } else {
    program<d.size, d.output_count, d.shape_count> p;
    for (int i = 0; i < d.size; ++i) p.nodes[i] = d.nodes[i];
    for (int o = 0; o < d.output_count; ++o) p.outputs[o] = d.outputs[o];
    for (int i = 0; i < d.shape_count; ++i) p.shapes[i] = d.shapes[i];
    return p;
  }
}();

}  // namespace regula::dsl
