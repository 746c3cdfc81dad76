// SPDX-License-Identifier: MIT
/// The words of patterns, shifts and differences read back.
#pragma once
#include <dsl/atoms/pattern.hpp>
#include <dsl/atoms/word.hpp>

namespace regula::dsl {

constexpr bool is_axis(std::int64_t axis) { return axis >= 0 && axis < max_axes; }
inline constexpr std::string_view axis_sentence = "axes are numbered from 0 to 5";

/// The Count entries from index From on of an axis: settings first and first + 1.
constexpr meaning read_slice(int axis, const settings& s, int first) {
  if (s.at[first] < 0 || s.at[first + 1] <= 0 || s.at[first] + s.at[first + 1] >= pattern::endless)
    return meaning::refuse("a slice begins at 0 or later, has at least one entry, and ends before 16000");
  return {pattern{pattern::slab, axis, s.number(first), s.number(first) + s.number(first + 1), false, false}.bits()};
}
constexpr meaning read_trim(const settings& s) {
  if (s.count < 2 || s.count > 3)
    return meaning::refuse("a trim is trim<Axis, First>(x) or trim<Axis, First, Last>(x)");
  if (!is_axis(s.at[0])) return meaning::refuse(axis_sentence);
  if (!s.within(1, 0, pattern::endless - 1)) return meaning::refuse("a trim takes away from 0 to 16000 entries");
  return {pattern{pattern::slab, s.number(0), s.number(1), s.number(2, s.number(1)), true, false}.bits()};
}
constexpr meaning read_diagonals(std::string_view word, const settings& s) {
  constexpr int endless = pattern::endless;
  if (!s.within(0, 1 - endless, endless - 1)) return meaning::refuse("diagonals are numbered from -15999 to 15999");
  if (word == "off_diagonals") {
    if (s.count != 2) return meaning::refuse("the diagonals left out are off_diagonals<Low, High>(x)");
    return {pattern{pattern::band, 0, s.number(0), s.number(1), false, true}.bits()};
  }
  if (s.count > 1) return meaning::refuse("a triangle is upper<Above>(x) or lower<Below>(x)");
  return {(word == "upper" ? on_diagonals(s.number(0), endless) : on_diagonals(-endless, -s.number(0))).bits()};
}
constexpr meaning read_pattern(std::string_view word, const settings& s) {
  if (word == "trim") return read_trim(s);
  if (word == "upper" || word == "lower" || word == "off_diagonals") return read_diagonals(word, s);
  if (word == "diagonal" || word == "off_diagonal") {
    if (s.count > 0) return meaning::refuse("diagonal(x) and off_diagonal(x) take no numbers");
    return {pattern{pattern::band, 0, 0, 0, false, word == "off_diagonal"}.bits()};
  }
  if (word == "block") {
    if (s.count != 4) return meaning::refuse("a block is block<Row, Col, Rows, Cols>(x)");
    const settings rows{{s.at[0], s.at[2]}, 2}, cols{{s.at[1], s.at[3]}, 2};
    auto inner = read_slice(1, cols, 0);
    const auto outer = read_slice(0, rows, 0);
    if (!outer.refused.empty()) return outer;
    inner.then = "kept";
    inner.then_bits = outer.bits;
    return inner;
  }
  if (word == "slice") {
    if (s.count != 3) return meaning::refuse("a slice is slice<Axis, From, Count>(x)");
    return is_axis(s.at[0]) ? read_slice(s.number(0), s, 1) : meaning::refuse(axis_sentence);
  }
  if (s.count != 2)
    return meaning::refuse("middle_rows<From, Count>(x) and middle_cols<From, Count>(x) take two numbers");
  return read_slice(word == "middle_rows" ? 0 : 1, s, 0);
}
constexpr meaning read_shift(const settings& s) {
  if (s.count != 2) return meaning::refuse("a shift is shifted<Axis, Steps>(x)");
  if (!is_axis(s.at[0])) return meaning::refuse(axis_sentence);
  if (!s.within(1, 1 - pattern::endless, pattern::endless - 1))
    return meaning::refuse("a shift goes less than 16000 entries far");
  const int axis = s.number(0), steps = s.number(1);
  return {offset{axis, steps}.bits(), "kept", reachable(axis, steps).bits()};
}
constexpr meaning read_difference(const settings& s) {
  if (s.count < 1 || s.count > 2)
    return meaning::refuse("a difference is difference<Axis>(x) or difference<Axis, Order>(x)");
  if (!is_axis(s.at[0])) return meaning::refuse(axis_sentence);
  if (!s.within(1, 1, 16)) return meaning::refuse("a difference has an order from 1 to 16");
  return {offset{s.number(0), s.number(1, 1)}.bits()};
}

}  // namespace regula::dsl
