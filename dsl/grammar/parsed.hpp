// SPDX-License-Identifier: MIT
/// What the parser makes of a text, and the memory that it needs, brought by the caller.
#pragma once
#include <dsl/grammar/limits.hpp>
#include <dsl/grammar/problem.hpp>
#include <dsl/graph/node.hpp>

namespace regula::dsl {

/// A leaf or a call, in the order in which a formula is written down: operands first, the root last.
struct parsed_node {
  std::int16_t what = constant_node;
  std::int16_t operands[max_operands] = {-1, -1, -1};
  std::uint64_t bits = 0;        // of a call
  int position = 0, length = 0;  // of its name, number or sign in the text
  std::int64_t p = 0, q = 1;     // of a constant: p / q in lowest terms
  double value = 0.0;            // of a coefficient
  bool has_value = false, named = false, free = false;

  constexpr bool operator==(const parsed_node&) const = default;
  constexpr std::string_view name(std::string_view text) const {
    return text.substr(static_cast<std::size_t>(position), static_cast<std::size_t>(length));
  }
};

/// A name of the text: a tensor or a coefficient.
struct parsed_name {
  int position = 0, length = 0;
  bool tensor = false, free = false, has_value = false, declared = false, used = false;
  double value = 0.0;
};

/// An operator, a bracket or a call that waits for its operands.
struct parse_frame {
  enum kind_of : std::int8_t { minus, binary, bracket, call, axes } kind = bracket;
  char sign = 0;
  int position = 0, length = 0;  // of the sign or the word
  int first = 0;                 // of a call: its first operand on the stack
  unsigned mask = 0;             // of axes
};

/// A part of the formula that an operator may take: its root, and the axes that the reduction around it is to gather.
struct parse_operand {
  int node = 0;
  unsigned axes = 0;
  int axes_position = 0, axes_length = 0;
};

struct parse_room {
  parsed_node* nodes;
  parsed_name* names;
  parse_frame* frames;
  parse_operand* operands;
  int node_capacity, name_capacity, stack_capacity;
};

// How much a text of so many bytes needs at most.
constexpr int smaller(int a, int b) { return a < b ? a : b; }
constexpr int nodes_for(int length) { return smaller(length, limits::nodes) + 2; }
constexpr int names_for(int length) { return smaller(length, limits::names) + 1; }
constexpr int stack_for(int length) { return smaller(length, 4 * limits::depth) + 4; }

template <int Length> struct parse_arena {
  parsed_node nodes[nodes_for(Length)]{};
  parsed_name names[names_for(Length)]{};
  parse_frame frames[stack_for(Length)]{};
  parse_operand operands[stack_for(Length)]{};

  constexpr parse_room room() {
    return {nodes, names, frames, operands, nodes_for(Length), names_for(Length), stack_for(Length)};
  }
};

struct parse_result {
  parse_problem problem;
  int node_count = 0, name_count = 0;
};

}  // namespace regula::dsl
