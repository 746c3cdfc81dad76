// SPDX-License-Identifier: MIT
/// What may be wrong with a text, and where.
#pragma once
#include <cstdint>
#include <string_view>

namespace regula::dsl {

enum class mistake : std::int8_t {
  none,
  // what a text may hold
  too_long,
  too_deep,
  too_many_nodes,
  too_many_names,
  long_name,
  long_number,
  large_number,
  not_ascii,
  character,
  // where something else should stand
  empty,
  no_operand,
  no_operator,
  not_closed,
  closes_nothing,
  stray_comma,
  not_a_number,
  compared,
  exponent,
  power_of_power,
  // definitions
  no_name,
  no_value,
  no_semicolon,
  defined_twice,
  unused,
  below_zero,
  after_formula,
  automatic,
  // words
  unknown_word,
  tensor_called,
  coefficient_called,
  argument_count,
  setting,
  settings_not_closed,
  needs_call,
  no_settings,
  refused_settings,
  other_instance,
  // axes
  axes_alone,
  axes_differ,
  axes_twice,
  whole_matrix,
};

/// The first thing that is wrong; position and length are in bytes of the text.
struct parse_problem {
  mistake kind = mistake::none;
  int position = 0, length = 0;
  std::string_view nearest{};  // the name that was perhaps meant
  std::string_view said{};     // the sentence of an atom about its settings
  int count = 0;               // of arguments; the number of an automatic name
  int fewest = 0, most = 0;    // how many arguments the word takes

  constexpr bool operator==(const parse_problem&) const = default;
};

}  // namespace regula::dsl
