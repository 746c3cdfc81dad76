// SPDX-License-Identifier: MIT
/// What the compiler says of a text that is no formula: a static_assert has no message that is made of values, but a
/// template's argument is shown.
#pragma once
#include <dsl/grammar/sentence.hpp>
#include <dsl/meta/fixed_string.hpp>

namespace regula::dsl {

/// False where there is a sentence; what it is of is to be read in the compiler's message.
template <fixed_string... Sentence> inline constexpr bool text_is_formula = sizeof...(Sentence) == 0;

/// "0.01 * sum(>>>sqare<<<(W)): unknown name `sqare`: did you mean `square`?", a long text cut around the place. Compilers
/// put a backslash in front of quotation marks: here are others.
constexpr short_text marked_sentence(const parse_problem& p, std::string_view text, int& border) {
  constexpr int around = 40;
  const int size = static_cast<int>(text.size()), end = p.position + p.length;
  const int from = p.position > around ? p.position - around : 0, to = end + around < size ? end + around : size;
  short_text out;
  out.add(from > 0 ? "..." : "");
  for (int i = from; i <= to; ++i) {
    if (i == p.position) out.add(">>>");
    if (i == end) out.add("<<<");
    if (i < to) out.add(text.substr(static_cast<std::size_t>(i), 1));
  }
  out.add(to < size ? "...: " : ": ");
  border = out.length;
  out.add(sentence_of(p, text).view());
  for (int i = 0; i < out.length; ++i) {
    if (out.text[i] == '\'' || out.text[i] == '"') out.text[i] = '`';
    if (out.text[i] < ' ' || out.text[i] > '~') out.text[i] = ' ';
  }
  return out;
}
/// A sentence and where it is cut into pieces, at blanks: clang shows 32 characters of each.
struct cut_sentence {
  static constexpr int longest = 32, most = short_text::most / (longest / 2) + 2;
  short_text all;
  int border = 0;        // in front of the sentence
  int ends[most + 1]{};  // the first is 0
  int count = 0;

  constexpr cut_sentence(const parse_problem& p, std::string_view text) {
    all = marked_sentence(p, text, border);
    while (ends[count] < all.length) {
      ends[count + 1] = end_after(ends[count]);
      ++count;
    }
  }
  constexpr int end_after(int from) const {
    const int last = from < border ? border : all.length;
    if (last - from <= longest) return last;
    for (int end = from + longest; end > from + longest / 2; --end)
      if (all.text[end - 1] == ' ') return end;
    return from + longest;
  }
};
template <fixed_string... Pieces> struct pieces {};
template <class T> struct refused_text {
  static constexpr cut_sentence said{T::parsed.result.problem, T::text.view()};

  template <std::size_t K> static constexpr auto piece() {
    constexpr int from = said.ends[K], to = said.ends[K + 1];
    char characters[to - from + 1]{};
    for (int i = from; i < to; ++i) characters[i - from] = said.all.text[i];
    return fixed_string{characters};
  }
  template <std::size_t... K> static pieces<piece<K>()...> cut(std::index_sequence<K...>);
  using type = decltype(cut(std::make_index_sequence<said.count>()));
};
/// What is wrong with T, a text that was read: no pieces where it is a formula.
template <class T, bool Good = (T::parsed.result.problem.kind == mistake::none)> struct fault_of {
  using type = pieces<>;
};
template <class T> struct fault_of<T, false> : refused_text<T> {};

}  // namespace regula::dsl
