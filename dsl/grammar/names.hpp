// SPDX-License-Identifier: MIT
/// The names of a text: declared in front of the formula, or found in it.
#pragma once
#include <dsl/grammar/number.hpp>
#include <dsl/grammar/parsed.hpp>
#include <dsl/grammar/token.hpp>
#include <dsl/meta/fixed_string.hpp>

namespace regula::dsl {

/// Names that begin with an upper-case letter are tensors where nothing is declared.
constexpr bool is_tensor_name(std::string_view name) { return name[0] >= 'A' && name[0] <= 'Z'; }

/// A number's value; `trouble` where it is beyond the largest double.
constexpr double number_value(std::string_view text, mistake& trouble) {
  const auto e = text.find_first_of("eE");
  int exponent = 0;
  if (e != std::string_view::npos) {
    const bool below = text[e + 1] == '-';
    for (const char c : text.substr(e + 1))
      if (is_digit(c) && exponent < 100'000) exponent = exponent * 10 + (c - '0');
    if (below) exponent = -exponent;
  }
  const double v = decimal_value(text.substr(0, e), exponent);
  if (v > 1.7976931348623157e308) trouble = mistake::large_number;
  return v;
}

class name_table {
public:
  constexpr name_table(const lexer& text, const parse_room& room)
      : text_(text), names_(room.names), most_(room.name_capacity) {}

  constexpr int size() const { return size_; }
  constexpr parsed_name& operator[](int i) { return names_[i]; }
  constexpr int find(std::string_view name) const {
    for (int i = 0; i < size_; ++i)
      if (names_[i].length == static_cast<int>(name.size()) && text(i) == name) return i;
    return -1;
  }
  /// -1: there are too many.
  constexpr int add(const token& t, bool tensor) {
    if (size_ >= most_ || size_ >= limits::names) return -1;
    auto& n = names_[size_];
    n = {};
    n.position = t.position;
    n.length = t.length;
    n.tensor = tensor;
    return size_++;
  }

  /// Reads `l1 = 0.01;`, `free mu = -0.5;`, `coef L;`, `tensor kernel;` as long as there are some; the place behind
  /// them. A problem: kind is not none.
  constexpr int read_definitions(parse_problem& problem) {
    int at = 0;
    for (;;) {
      const auto first = text_.read(at), second = text_.read(first.after());
      if (first.kind != token_kind::name) return at;
      const auto word = text_.text(first);
      const bool keyword = second.kind == token_kind::name && (word == "free" || word == "coef" || word == "tensor");
      if (!keyword && !second.is('=')) return at;
      at = define(keyword ? second : first, keyword ? word : std::string_view{}, problem);
      if (problem.kind != mistake::none) return at;
    }
  }
  /// The first that nothing uses, or -1.
  constexpr int unused() const {
    for (int i = 0; i < size_; ++i)
      if (!names_[i].used) return i;
    return -1;
  }

private:
  constexpr std::string_view text(int i) const {
    return text_.text().substr(static_cast<std::size_t>(names_[i].position),
                               static_cast<std::size_t>(names_[i].length));
  }
  static constexpr void report(parse_problem& problem, mistake kind, const token& t) {
    problem.kind = t.kind == token_kind::wrong ? t.trouble : kind;
    problem.position = t.position;
    problem.length = t.length;
  }
  constexpr int define(const token& name, std::string_view word, parse_problem& problem) {
    const auto spelled = text_.text(name);
    if (find(spelled) >= 0) return report(problem, mistake::defined_twice, name), 0;
    if (is_automatic_name(spelled) && (word == "free" || word == "coef"))
      return report(problem, mistake::automatic, name), 0;
    const int i = add(name, word == "tensor");
    if (i < 0) return report(problem, mistake::too_many_names, name), 0;
    names_[i].declared = true;
    names_[i].free = word == "free" || is_automatic_name(spelled);
    auto next = text_.read(name.after());
    if (next.is('=') && word != "tensor") next = read_value(names_[i], next, problem);
    if (problem.kind != mistake::none) return 0;
    if (!next.is(';')) return report(problem, mistake::no_semicolon, next), 0;
    return next.after();
  }
  /// The token behind the value.
  constexpr token read_value(parsed_name& n, const token& equals, parse_problem& problem) {
    auto t = text_.read(equals.after());
    const auto sign = t;
    const bool below = t.is('-');
    if (below) t = text_.read(t.after());
    if (t.kind != token_kind::number) return report(problem, mistake::no_value, t), t;
    mistake trouble = mistake::none;
    n.value = number_value(text_.text(t), trouble);
    n.has_value = true;
    if (trouble != mistake::none) return report(problem, trouble, t), t;
    if (below) n.value = -n.value;
    if (n.value < 0 && !n.free) {
      report(problem, mistake::below_zero, sign);
      problem.length = t.after() - sign.position;
    }
    return text_.read(t.after());
  }

  lexer text_;
  parsed_name* names_;
  int most_, size_ = 0;
};

}  // namespace regula::dsl
