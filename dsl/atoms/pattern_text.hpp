// SPDX-License-Identifier: MIT
/// Patterns, shifts and differences as the words that make them, and as LaTeX templates.
#pragma once
#include <dsl/atoms/pattern.hpp>
#include <string>

namespace regula::dsl {

/// The letter that stands for an index along an axis.
inline std::string index_letter(int axis) { return {"ijklmn"[axis]}; }

/// "slice<2, 0, 4>".
template <class... Numbers> std::string with_numbers(std::string word, int first, Numbers... rest) {
  word += "<" + std::to_string(first);
  ((word += ", " + std::to_string(rest)), ...);
  return word + ">";
}

/// What goes before "(x)". Diagonals that no single word keeps are named by two: upper<1>(lower<-2>(x)).
inline std::string pattern_spelling(std::uint64_t bits) {
  const auto p = pattern::from_bits(bits);
  const int low = p.low < 0 ? 0 : p.low, high = p.high < 0 ? 0 : p.high;
  if (p.kind == pattern::slab && p.from_end)
    return low == high ? with_numbers("trim", p.axis, low) : with_numbers("trim", p.axis, low, high);
  if (p.kind == pattern::slab && p.axis < 2)
    return with_numbers(p.axis == 0 ? "middle_rows" : "middle_cols", low, high - low);
  if (p.kind == pattern::slab) return with_numbers("slice", p.axis, low, high - low);
  const bool main = p.low == 0 && p.high == 0;
  if (p.outside) return main ? "off_diagonal" : with_numbers("off_diagonals", p.low, p.high);
  if (main) return "diagonal";
  const auto upper = p.low == 0 ? "upper" : with_numbers("upper", p.low);
  const auto lower = p.high == 0 ? "lower" : with_numbers("lower", -p.high);
  if (p.high >= pattern::endless) return upper;
  return p.low <= -pattern::endless ? lower : upper + "(" + lower;
}
inline std::string shift_spelling(std::uint64_t bits) {
  const auto by = offset::from_bits(bits);
  return with_numbers("shifted", by.axis, by.steps);
}
inline std::string difference_spelling(std::uint64_t bits) {
  const auto by = offset::from_bits(bits);
  return by.steps == 1 ? with_numbers("difference", by.axis) : with_numbers("difference", by.axis, by.steps);
}

/// "i + 2", "i - 1", "i".
inline std::string plus_text(const std::string& x, int n) {
  return x + (n == 0 ? "" : n > 0 ? " + " + std::to_string(n) : " - " + std::to_string(-n));
}
/// The entries kept, as a condition on their indices i, j, ...; an axis with index i has n_i entries.
inline std::string pattern_latex(std::uint64_t bits) {
  const auto p = pattern::from_bits(bits);
  const auto i = index_letter(p.axis);
  std::string kept;
  if (p.kind == pattern::slab) {
    if (p.low > 0) kept = std::to_string(p.low) + " \\leq ";
    kept += i;
    if (!p.from_end) kept += " < " + std::to_string(p.high);
    if (p.from_end && p.high > 0) kept += " < " + plus_text("n_{" + i + "}", -p.high);
  } else if (p.low == 0 && p.high == 0) {
    if (!p.outside) return "\\operatorname{diag}\\left({#1}\\right)";
    kept = "i \\neq j";
  } else {
    if (p.outside) kept = "\\neg ";
    if (p.low > -pattern::endless) kept += plus_text("i", p.low) + " \\leq ";
    kept += "j";
    if (p.high < pattern::endless) kept += " \\leq " + plus_text("i", p.high);
  }
  return "{#1}_{" + kept + "}";
}
inline std::string shift_latex(std::uint64_t bits) {
  const auto by = offset::from_bits(bits);
  return "{#1}_{" + plus_text(index_letter(by.axis), by.steps) + "}";
}
inline std::string difference_latex(std::uint64_t bits) {
  const auto by = offset::from_bits(bits);
  const auto times = by.steps == 1 ? "" : "^{" + std::to_string(by.steps) + "}";
  return "\\Delta_{" + std::to_string(by.axis) + "}" + times + " {#1.}";
}

// In the words of text/array_words.hpp.

inline std::string pattern_on_arrays(std::uint64_t bits) {
  const auto p = pattern::from_bits(bits);
  const std::string outside = p.outside ? ", True)" : ")";
  const auto number = [](int n) { return std::to_string(n); };
  if (p.kind == pattern::band)
    return "{band}({#1}, " + (p.low <= -pattern::endless ? "None" : number(p.low)) + ", " +
           (p.high >= pattern::endless ? "None" : number(p.high)) + outside;
  const auto stop = !p.from_end ? number(p.high < 0 ? 0 : p.high) : p.high > 0 ? number(-p.high) : "None";
  return "{slab}({#1}, " + number(p.axis) + ", " + number(p.low < 0 ? 0 : p.low) + ", " + stop + outside;
}
inline std::string shift_on_arrays(std::uint64_t bits) {
  const auto by = offset::from_bits(bits);
  return "{shift}({#1}, " + std::to_string(by.axis) + ", " + std::to_string(by.steps) + ")";
}

}  // namespace regula::dsl
