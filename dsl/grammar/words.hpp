// SPDX-License-Identifier: MIT
/// The words of the language: what atoms say of their names, by the index that graphs have.
#pragma once
#include <dsl/atoms/library.hpp>
#include <iterator>
#include <string>

namespace regula::dsl {

/// An atom's names, and how many arguments it takes.
struct atom_word {
  std::string_view name;
  const std::string_view* words;  // its names in a text
  int word_count, arity;
  bool reduces, by_axes, has_reader, has_spelling;
  meaning (*read)(std::string_view word, const settings& s);
  std::string (*spelling)(std::uint64_t bits);  // of a user's atom without a reader: what it is compared with

  constexpr bool answers(std::string_view word) const {
    for (int i = 0; i < word_count; ++i)
      if (words[i] == word) return true;
    return false;
  }
};
template <class A> inline constexpr std::string_view own_name = A::name;
template <class A> constexpr meaning read_word(std::string_view word, const settings& s) { return A::read(word, s); }
template <class A> constexpr atom_word word_of() {
  atom_word w{A::name, &own_name<A>, 1, A::arity, A::reduces, A::by_axes, false, false, nullptr, nullptr};
  if constexpr (requires { std::size(A::words); })
    w.words = A::words, w.word_count = static_cast<int>(std::size(A::words));
  if constexpr (requires(settings s) { A::read(std::string_view{}, s); }) w.has_reader = true, w.read = &read_word<A>;
  if constexpr (requires { A::spelling(std::uint64_t{}); }) w.has_spelling = true, w.spelling = &A::spelling;
  if (A::infix != 0) w.word_count = 0;  // an operator is written as its sign
  return w;
}

template <class List> struct word_table;
template <class... A> struct word_table<type_list<A...>> {
  static constexpr int count = sizeof...(A);
  static constexpr atom_word rows[count + 1] = {word_of<A>()..., {}};
};

/// The words of the library's atoms, then of others, in the order of an atom_set.
struct word_set {
  const atom_word* users = nullptr;
  int user_count = 0;

  constexpr int size() const { return library_atoms::size + user_count; }
  constexpr const atom_word& operator[](int i) const {
    return i < library_atoms::size ? word_table<library_atoms>::rows[i] : users[i - library_atoms::size];
  }
  /// The first atom from `from` on that answers to the word, or size().
  constexpr int next(std::string_view word, int from = 0) const {
    while (from < size() && !(*this)[from].answers(word)) ++from;
    return from;
  }
  constexpr bool has(std::string_view word) const { return next(word) < size(); }
  constexpr int of_name(std::string_view name) const {
    int i = 0;
    while (i < size() && (*this)[i].name != name) ++i;
    return i;
  }
};
template <class Users> inline constexpr word_set words_of{word_table<Users>::rows, word_table<Users>::count};

/// The words that are no atoms.
inline constexpr std::string_view grammar_words[] = {"rowwise", "colwise", "axes", "each", "constant", "identity"};

constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// How many letters are to be changed, left out, put in or exchanged with their neighbour; case counts nothing.
constexpr int distance(std::string_view a, std::string_view b) {
  constexpr int most = 24;
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  if (n > most || m > most || n - m > 2 || m - n > 2) return most;
  int rows[3][most + 1]{};
  const auto same = [&](int i, int j) {
    return lower_case(a[static_cast<std::size_t>(i)]) == lower_case(b[static_cast<std::size_t>(j)]);
  };
  for (int j = 0; j <= m; ++j) rows[0][j] = j;
  for (int i = 1; i <= n; ++i) {
    auto &row = rows[i % 3], &last = rows[(i + 2) % 3], &before = rows[(i + 1) % 3];
    row[0] = i;
    for (int j = 1; j <= m; ++j) {
      int best = last[j - 1] + (same(i - 1, j - 1) ? 0 : 1);
      if (last[j] + 1 < best) best = last[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1) && before[j - 2] + 1 < best)
        best = before[j - 2] + 1;
      row[j] = best;
    }
  }
  return rows[n % 3][m];
}

/// The word that was perhaps meant; empty if none is near.
constexpr std::string_view nearest_word(const word_set& all, std::string_view written) {
  std::string_view best;
  int least = written.size() < 3 ? 1 : written.size() < 6 ? 2 : 3;
  const auto look = [&](std::string_view word) {
    const int far = distance(written, word);
    if (far < least || (far == 1 && least == 1 && best.empty() && written.size() == 2)) best = word, least = far;
  };
  for (int i = 0; i < all.size(); ++i)
    for (int k = 0; k < all[i].word_count; ++k) look(all[i].words[k]);
  for (const auto word : grammar_words) look(word);
  return best;
}

/// The axes that rowwise, colwise, axes<...> and each<...> gather, or a sentence. Another word: neither.
struct axes_meaning {
  unsigned mask = 0;
  std::string_view refused{};
};
constexpr bool is_axes_word(std::string_view word) {
  return word == "rowwise" || word == "colwise" || word == "axes" || word == "each";
}
constexpr axes_meaning read_axes(std::string_view word, const settings& s) {
  const bool each = word == "each";
  if (word == "rowwise" || word == "colwise") {
    if (s.count > 0) return {0, "rowwise(x) and colwise(x) take no numbers: axes<0, 1>(x) names axes"};
    return {word == "rowwise" ? 0b10u : 0b01u};
  }
  if (s.count == 0 || !s.within(0, 0, max_axes - 1)) return {0, "axes are numbered from 0 to 5, as in axes<0, 1>(x)"};
  unsigned mask = 0;
  for (int k = 0; k < s.count; ++k) mask |= 1u << s.at[k];
  if (each && mask == all_axes) return {0, "each<...>(x) leaves at least one axis to gather"};
  return {each ? all_axes & ~mask : mask};
}

}  // namespace regula::dsl
