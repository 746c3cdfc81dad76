// SPDX-License-Identifier: MIT
/// Sentences put together in a fixed place: for the compiler as for run time.
#pragma once
#include <dsl/grammar/token.hpp>

namespace regula::dsl {

/// A line that is put together.
struct short_text {
  static constexpr int most = 400;
  char text[most + 1]{};
  int length = 0;

  constexpr std::string_view view() const { return {text, static_cast<std::size_t>(length)}; }
  constexpr short_text& add(std::string_view part) {
    for (const char c : part)
      if (length < most) text[length++] = c;
    return *this;
  }
  constexpr short_text& add(int n) {
    if (n > 9) add(n / 10);
    const char digit = static_cast<char>('0' + n % 10);
    return add({&digit, 1});
  }
  /// A piece of a text in quotes, a long one cut, other characters than printable ones as a question mark.
  constexpr short_text& quote(std::string_view part) {
    constexpr std::size_t longest = 40;
    add("'");
    for (const char c : part.substr(0, longest)) {
      const char shown = c < ' ' || c > '~' ? '?' : c;
      add({&shown, 1});
    }
    return add(part.size() > longest ? "...'" : "'");
  }
};

/// "'W'", or "the end".
constexpr void add_found(short_text& out, std::string_view found) {
  out.add(", found ");
  if (found.empty())
    out.add("the end");
  else
    out.quote(found);
}

/// What to write instead of a character that has no meaning.
constexpr std::string_view instead_of(char c) {
  if (c == '[' || c == ']' || c == '{' || c == '}') return ": brackets are ( and )";
  if (c == '|') return ": write abs(x), or norm2(x)";
  if (c == '@') return ": write matmul(A, B)";
  if (c == '\'') return ": write transpose(x)";
  if (c == '.') return ": * is the product of entries, matmul(A, B) that of matrices";
  if (c == '"') return ": names stand without quotes";
  if (c == '!' || c == '&' || c == '?') return ": a formula has no conditions; greater(a, b) is 1 where a > b, else 0";
  return {};
}

constexpr void add_arguments(short_text& out, std::string_view word, const parse_problem& p) {
  out.quote(word).add(" takes ").add(p.fewest);
  if (p.most > p.fewest) out.add(" or ").add(p.most);
  out.add(p.most == 1 ? " argument, here " : " arguments, here ");
  if (p.count == 0)
    out.add("is none");
  else
    out.add(p.count == 1 ? "is " : "are ").add(p.count);
}

}  // namespace regula::dsl
