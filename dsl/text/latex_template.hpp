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

/// Where argument k stands in a template.
struct latex_hole {
  std::size_t from, to;  // of "{#k}"
  bool enclosed;         // the braces are a macro's or an index's: they stay
  level needed;
};

/// The word before, its indices left out: "Delta" of "\\Delta_{0}^{2} ".
inline std::string_view last_word(std::string_view before) {
  while (before.ends_with(' ')) before.remove_suffix(1);
  while (before.ends_with('}') && before.find("_{") != std::string_view::npos && before[0] == '\\')
    before = before.substr(0, std::min(before.find("_{"), before.find("^{")));
  const auto slash = before.rfind('\\');
  return slash == std::string_view::npos ? std::string_view{} : before.substr(slash + 1);
}
inline bool is_word(std::string_view w) {
  return !w.empty() &&
         w.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}
inline bool is_one_of(std::string_view w, std::initializer_list<std::string_view> all) {
  for (const auto each : all)
    if (w == each) return true;
  return false;
}

/// The level that a bare argument needs between `before` and `after`.
inline level needed_between(std::string_view before, std::string_view after) {
  if (after.starts_with('^') || after.starts_with('_')) return level::primary;
  if (before.ends_with("+ ")) return level::sum;
  if (before.ends_with("- ") || before.ends_with('-')) return level::product;
  if (before.ends_with("#1} ") || before.ends_with("#2} ") || before.ends_with("\\top} ") || after.starts_with(" {#"))
    return level::power;
  if (const auto w = last_word(before); before.ends_with(' ') && is_word(w)) {
    if (is_one_of(w, {"sum", "prod"})) return level::product;
    if (!is_one_of(w, {"lvert", "lVert", "langle", "lfloor", "lceil", "neq", "leq", "geq", "mid"})) return level::power;
  }
  if (after.starts_with(" \\") && !after.starts_with(" \\right") && !after.starts_with(" \\neq") &&
      !after.starts_with(" \\leq") && !after.starts_with(" \\geq") && !after.starts_with(" \\mid"))
    return level::product;
  return level::none;
}

/// The next "{#k}" from `from` on; `from` of the answer is npos when there is none.
inline latex_hole next_hole(std::string_view t, std::size_t from) {
  const auto at = t.find("{#", from);
  if (at == std::string_view::npos || at + 3 >= t.size() || t[at + 3] != '}')
    return {std::string_view::npos, 0, false, level::none};
  const char before = at == 0 ? ' ' : t[at - 1];
  const bool letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
  const bool enclosed = letter || before == '^' || before == '_' || before == '}' || before == ']';
  return {at, at + 4, enclosed, enclosed ? level::none : needed_between(t.substr(0, at), t.substr(at + 4))};
}

}  // namespace regula::dsl
