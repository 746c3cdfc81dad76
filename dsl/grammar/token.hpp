// SPDX-License-Identifier: MIT
/// A text as a row of names, numbers and signs.
#pragma once
#include <dsl/grammar/limits.hpp>
#include <dsl/grammar/problem.hpp>
#include <dsl/meta/fixed_string.hpp>

namespace regula::dsl {

enum class token_kind : std::int8_t { end, name, number, sign, wrong };

struct token {
  token_kind kind = token_kind::end;
  char sign = 0;  // of a sign: which one
  int position = 0, length = 0;
  mistake trouble = mistake::none;

  constexpr bool is(char c) const { return kind == token_kind::sign && sign == c; }
  constexpr int after() const { return position + length; }
};

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The tokens of a text, one at a time, from any place of it.
class lexer {
public:
  constexpr explicit lexer(std::string_view text) : text_(text) {}

  constexpr std::string_view text() const { return text_; }
  constexpr std::string_view text(const token& t) const { return text_.substr(at(t.position), at(t.length)); }

  /// The token that begins at or after a place.
  constexpr token read(int from) const {
    int i = skip(from);
    token t;
    t.position = i;
    if (i == size()) return t;
    const char c = text_[at(i)];
    if (is_letter(c)) {
      while (is_letter(look(i)) || is_digit(look(i))) ++i;
      t.kind = token_kind::name;
      t.length = i - t.position;
      if (t.length > limits::name_length) t.kind = token_kind::wrong, t.trouble = mistake::long_name;
    } else if (is_digit(c) || (c == '.' && is_digit(look(i + 1)))) {
      number(t);
    } else {
      t.length = 1;
      t.kind = token_kind::sign;
      t.sign = c;
      if (std::string_view{"+-*/^(),;=<>"}.find(c) == std::string_view::npos) {
        t.kind = token_kind::wrong;
        const bool ascii = static_cast<unsigned char>(c) < 128;
        t.trouble = ascii ? mistake::character : mistake::not_ascii;
        while (!ascii && t.length < 4 && (static_cast<unsigned char>(look(i + t.length)) & 0xc0u) == 0x80u) ++t.length;
      }
    }
    return t;
  }

private:
  static constexpr std::size_t at(int i) { return static_cast<std::size_t>(i); }
  constexpr int size() const { return static_cast<int>(text_.size()); }
  /// The character, or 0 behind the end.
  constexpr char look(int i) const { return i < size() ? text_[at(i)] : '\0'; }
  constexpr int skip(int i) const {
    for (; i < size(); ++i) {
      if (look(i) == '#')
        while (i < size() && look(i) != '\n') ++i;
      if (i < size() && !is_blank(look(i))) break;
    }
    return i < size() ? i : size();
  }
  constexpr int digits(int i) const {
    while (is_digit(look(i))) ++i;
    return i;
  }
  /// 12, 12., 1.2, .5, each perhaps with e-3; letters, digits and points that follow belong to a wrong number.
  constexpr void number(token& t) const {
    int i = digits(t.position);
    if (look(i) == '.') i = digits(i + 1);
    if (look(i) == 'e' || look(i) == 'E') {
      const int sign = look(i + 1) == '-' || look(i + 1) == '+' ? 1 : 0;
      if (is_digit(look(i + 1 + sign))) i = digits(i + 1 + sign);
    }
    t.kind = token_kind::number;
    if (is_letter(look(i)) || look(i) == '.') {
      while (is_letter(look(i)) || is_digit(look(i)) || look(i) == '.') ++i;
      t.kind = token_kind::wrong, t.trouble = mistake::not_a_number;
    }
    t.length = i - t.position;
    if (t.length > limits::number_length) t.kind = token_kind::wrong, t.trouble = mistake::long_number;
  }

  std::string_view text_;
};

}  // namespace regula::dsl
