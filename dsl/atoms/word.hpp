// SPDX-License-Identifier: MIT
/// How a word of a text becomes an atom: the inverse of an atom's spelling, stated in its block.
///
///   static constexpr std::string_view words[] = {"norm2", "norm"};   where it has more names than `name`, or another one
///   static constexpr dsl::meaning read(std::string_view word, const dsl::settings& s);   where settings make its bits
#pragma once
#include <cstdint>
#include <string_view>

namespace regula::dsl {

/// The numbers between < and >, as in pow<3, 2>.
struct settings {
  static constexpr int most = 6;
  std::int64_t at[most]{};
  int count = 0;

  constexpr int number(int k, int otherwise = 0) const { return k < count ? static_cast<int>(at[k]) : otherwise; }
  /// Whether the settings from `first` on lie in [low, high].
  constexpr bool within(int first, std::int64_t low, std::int64_t high) const {
    for (int k = first; k < count; ++k)
      if (at[k] < low || at[k] > high) return false;
    return true;
  }
};

/// What a word with its settings stands for: the atom with these bits, and perhaps another atom around it.
struct meaning {
  std::uint64_t bits = 0;
  std::string_view then{};  // the name of the atom around it
  std::uint64_t then_bits = 0;
  std::string_view refused{};  // a sentence: the settings stand for nothing
  bool other = false;          // they stand for another atom of the same name

  static constexpr meaning refuse(std::string_view sentence) {
    meaning m;
    m.refused = sentence;
    return m;
  }
  static constexpr meaning another() {
    meaning m;
    m.other = true;
    return m;
  }
};

}  // namespace regula::dsl
