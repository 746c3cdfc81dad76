// SPDX-License-Identifier: MIT
/// What is wrong with a text: one sentence for each mistake.
#pragma once
#include <dsl/grammar/not_ascii.hpp>
#include <dsl/grammar/short_text.hpp>

namespace regula::dsl {

constexpr std::string_view plain_sentence(mistake kind) {
  switch (kind) {
    case mistake::too_long: return "a text has at most 65536 characters";
    case mistake::too_deep: return "brackets, calls and minus signs stand at most 256 deep in each other";
    case mistake::too_many_nodes: return "a formula has at most 4096 names, numbers, operators and calls";
    case mistake::too_many_names: return "a formula has at most 512 names";
    case mistake::long_name: return "a name has at most 64 characters";
    case mistake::long_number: return "a number has at most 128 characters";
    case mistake::large_number: return "the number is larger than the largest double";
    case mistake::empty: return "expected a formula, found the end";
    case mistake::not_closed: return "this bracket is not closed";
    case mistake::closes_nothing: return "this bracket closes nothing";
    case mistake::stray_comma: return "a comma stands between the arguments of a function";
    case mistake::power_of_power: return "a power of a power takes brackets: (x^2)^3";
    case mistake::after_formula: return "the formula comes last: definitions stand in front of it";
    case mistake::axes_alone:
      return "rowwise, colwise, axes and each stand inside a reduction, as in sum(norm2(rowwise(W)))";
    case mistake::axes_differ: return "the arguments name different axes: rowwise, colwise and axes<...> must agree";
    case mistake::axes_twice: return "the axes are named once: axes<0, 1>(W) names several";
    case mistake::whole_matrix: return "this atom takes a whole matrix, not rowwise(x), colwise(x) or axes<...>(x)";
    default: return {};
  }
}
/// What was expected where something else stands.
constexpr std::string_view expected(mistake kind) {
  switch (kind) {
    case mistake::no_operand: return "expected a number, a name or '('";
    case mistake::exponent: return "expected an exponent that is a whole number or a fraction, as in x^2 or x^(3/2)";
    case mistake::no_value: return "expected a number, as in l1 = 0.01";
    case mistake::no_semicolon: return "expected ';' behind the definition";
    case mistake::setting: return "expected a whole number, as in pow<3, 2>(x)";
    case mistake::settings_not_closed: return "expected ',' or '>'";
    case mistake::needs_call: return "expected '(' and what the function is of";
    default: return {};
  }
}

constexpr short_text sentence_of(const parse_problem& p, std::string_view text) {
  short_text out;
  const auto at = text.substr(static_cast<std::size_t>(p.position), static_cast<std::size_t>(p.length));
  if (const auto plain = plain_sentence(p.kind); !plain.empty()) return out.add(plain);
  if (const auto what = expected(p.kind); !what.empty()) {
    out.add(what);
    add_found(out, at);
    return out;
  }
  switch (p.kind) {
    case mistake::not_ascii:
      if (const auto other = ascii_for(at); !other.empty())
        return out.add("a formula is written in ASCII: for this character write ").add(other);
      return out.add("a formula is written in ASCII: names are of A to Z, a to z, digits and _");
    case mistake::character:
      if (at[0] >= ' ' && at[0] <= '~') return out.quote(at).add(" has no meaning here").add(instead_of(at[0]));
      return out.add("a formula has no control characters");
    case mistake::no_operator:
      if (!p.nearest.empty())
        return out.quote(p.nearest).add(" is a function: what it is of stands in brackets behind it");
      out.add("expected an operator or the end");
      add_found(out, at);
      return at[0] == '(' || is_letter(at[0]) || is_digit(at[0]) ? out.add(": a product is written 2 * W") : out;
    case mistake::not_a_number: return out.quote(at).add(" is not a number, and no name: a product is written 2 * W");
    case mistake::compared:
      if (at[0] == '=')
        return out.add("'=' gives a coefficient its value in front of the formula: l1 = 0.01; l1 * sum(W)");
      return out.quote(at).add(" has no meaning here: greater(a, b) is 1 where a > b, else 0");
    case mistake::defined_twice: return out.quote(at).add(" is defined twice");
    case mistake::unused: return out.quote(at).add(" is defined, and the formula does not use it");
    case mistake::below_zero:
      return out.add("a coefficient is not below 0: free mu = -0.5; defines one of either sign");
    case mistake::automatic:
      return out.quote(at).add(": the names c0, c1, ... belong to the unnamed coefficients, and each stands once");
    case mistake::unknown_word:
      out.add("unknown name ").quote(at);
      if (p.nearest.empty()) return out.add(": the library has no such atom, and none was given beside the text");
      return out.add(": did you mean ").quote(p.nearest).add("?");
    case mistake::tensor_called: return out.quote(at).add(" is a tensor, no function: a product is written W * (...)");
    case mistake::coefficient_called:
      return out.quote(at).add(" is a coefficient, no function: a product is written c * (...)");
    case mistake::argument_count: add_arguments(out, at, p); return p.said.empty() ? out : out.add(": ").add(p.said);
    case mistake::no_settings: return out.quote(at).add(" takes no numbers in < and >");
    case mistake::refused_settings: return out.add(p.said);
    case mistake::other_instance: return out.quote(at).add(" is known with other numbers in < and > only");
    default: return out;
  }
}

}  // namespace regula::dsl
