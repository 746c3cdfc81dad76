// SPDX-License-Identifier: MIT
/// What an atom's LaTeX, "\ln\left({#1}\right)", says of itself: how tightly it holds together, and where its
/// arguments need brackets.
#pragma once
#include <dsl/text/precedence.hpp>

namespace regula::dsl {

/// Calls see(i) for every character that stands outside all brackets.
template <class F> void for_outside(std::string_view t, F see) {
  int depth = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const auto rest = t.substr(i);
    if (rest.starts_with("\\left") && !rest.starts_with("\\leftarrow")) ++depth;
    if (rest.starts_with("\\right") && !rest.starts_with("\\rightarrow")) --depth;
    const bool escaped = i > 0 && t[i - 1] == '\\';
    if (!escaped && (t[i] == '{' || t[i] == '(' || t[i] == '[')) ++depth;
    if (!escaped && (t[i] == '}' || t[i] == ')' || t[i] == ']')) --depth;
    if (depth == 0) see(i);
  }
}
inline bool has_index(std::string_view t) {
  bool found = false;
  for_outside(t, [&](std::size_t i) { found = found || t[i] == '_'; });
  return found;
}

/// The level of the whole, judged by what stands outside all brackets.
inline level latex_level(std::string_view t) {
  bool sum = false, power = false, apart = false;
  for_outside(t, [&](std::size_t i) {
    sum = sum || t.substr(i).starts_with(" + ") || t.substr(i).starts_with(" - ");
    power = power || t[i] == '^';
    apart = apart || t[i] == ' ';
  });
  if (sum) return level::sum;
  if (apart || t.starts_with('-')) return level::unary;
  if (t.size() == 1) return level::primary;
  const bool one_group = t.starts_with("\\sqrt{") || t.starts_with("\\overline{");
  return !power && (t.starts_with("\\left") || one_group) ? level::primary : level::power;
}

/// Where an argument stands in a template.
struct latex_hole {
  static constexpr auto nowhere = std::string_view::npos;
  std::size_t from = nowhere, to = 0;  // of "{#k}" or "{#k+}"
  int argument = 0;                    // from 0
  bool enclosed = false;               // the braces are a macro's or an index's: they stay
  level needed = level::none;
};

/// Whether a hole fills what brackets, bars or commas hold together: then it needs no brackets of its own.
inline bool is_held(std::string_view before, std::string_view after) {
  const auto opens = [&](std::string_view mark) { return before.ends_with(mark); };
  const auto closes = [&](std::string_view mark) { return after.starts_with(mark); };
  const bool opened = opens("(") || opens("[") || opens("{") || opens(", ") || opens("vert ") || opens("Vert ") ||
                      opens("langle ") || opens("lfloor ") || opens("lceil ");
  return opened &&
         (closes("\\right") || closes(" \\right") || closes(",") || closes("}") || closes(")") || closes("]"));
}

/// The next hole from `from` on. "{#1+}", "{#1*}" and "{#1.}" say that a sum, a product or one factor needs no brackets
/// there; plain "{#1}" gets them around all but a name, a number and what has brackets already.
inline latex_hole next_hole(std::string_view t, std::size_t from) {
  const auto at = t.find("{#", from);
  if (at == std::string_view::npos || at + 3 >= t.size()) return {};
  const char mark = t[at + 3];
  const std::size_t end = at + (mark == '}' ? 4 : 5);
  if (end > t.size() || t[end - 1] != '}') return {};
  const char before = at == 0 ? ' ' : t[at - 1];
  const bool letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
  latex_hole hole{at, end, t[at + 2] - '1', letter || before == '^' || before == '_' || before == '}' || before == ']'};
  if (!hole.enclosed && !is_held(t.substr(0, at), t.substr(end)))
    hole.needed = mark == '+' ? level::sum : mark == '*' ? level::product : mark == '.' ? level::power : level::primary;
  return hole;
}

}  // namespace regula::dsl
