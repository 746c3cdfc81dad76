// SPDX-License-Identifier: MIT
/// From a text to nodes in the order in which a writer takes them. One function for the compiler and for run time: it
/// throws nothing, and brackets in brackets are kept on a stack of its own, of limited depth.
#pragma once
#include <dsl/grammar/emitter.hpp>
#include <dsl/grammar/names.hpp>
#include <dsl/grammar/whole.hpp>
#include <dsl/graph/facts.hpp>

namespace regula::dsl {

class parser {
public:
  constexpr parser(std::string_view text, const word_set& words, const parse_room& room)
      : text_(text), words_(words), room_(room), names_(text_, room), out_(words, room) {}

  constexpr parse_result run() {
    if (text_.text().size() > limits::text_length)
      out_.fail(mistake::too_long, limits::text_length, 1);
    else
      read();
    return {out_.problem(), out_.node_count(), names_.size()};
  }

private:
  constexpr void read() {
    parse_problem definitions;
    at_ = names_.read_definitions(definitions);
    if (definitions.kind != mistake::none) return void(out_.fail(definitions));
    if (text_.read(at_).kind == token_kind::end) return void(out_.fail(mistake::empty, text_.read(at_)));
    bool more = true;
    while (more && !out_.failed()) more = wants_operand_ ? operand() : operation();
    if (out_.failed()) return;
    const auto& root = out_.top();
    if (root.axes != 0) return void(out_.fail(mistake::axes_alone, root.axes_position, root.axes_length));
    if (const int i = names_.unused(); i >= 0) out_.fail(mistake::unused, names_[i].position, names_[i].length);
  }
  constexpr token take() {
    const auto t = text_.read(at_);
    at_ = t.after();
    return t;
  }
  constexpr token look() const { return text_.read(at_); }

  /// Reads a number, a name, or what stands in front of an operand.
  constexpr bool operand() {
    const auto t = take();
    if (t.kind == token_kind::number) return number(t, t);
    if (t.kind == token_kind::name) return name(t);
    if (t.is('+')) return true;
    if (t.is('-')) {
      const auto next = look();
      if (next.kind == token_kind::number && !text_.read(next.after()).is('^')) return number(t, take());
      return push(parse_frame::minus, t);
    }
    if (t.is('(')) return push(parse_frame::bracket, t);
    if (t.is(')') && called_without_arguments()) {
      wants_operand_ = false;
      return close(t);
    }
    return out_.fail(mistake::no_operand, t);
  }
  constexpr bool number(const token& first, const token& t) {
    mistake trouble = mistake::none;
    const double v = number_value(text_.text(t), trouble);
    if (trouble != mistake::none) return out_.fail(trouble, t);
    wants_operand_ = false;
    return out_.number(first.position, t.after() - first.position, first.is('-') ? -v : v);
  }
  constexpr bool called_without_arguments() const {
    if (frames_ == 0) return false;
    const auto& f = room_.frames[frames_ - 1];
    return f.kind == parse_frame::call && f.first == out_.depth();
  }

  /// Reads an operator, or what ends an operand.
  constexpr bool operation() {
    const auto t = take();
    if (t.kind == token_kind::sign && !t.is('(')) last_name_ = {};
    if (t.is('+') || t.is('-')) return binary(t, 1);
    if (t.is('*') || t.is('/')) {
      if (t.is('*') && look().is('*') && look().position == t.after()) return out_.fail(mistake::exponent, t);
      return binary(t, 2);
    }
    if (t.is('^')) return power(t);
    if (t.is(')')) return close(t);
    if (t.is(',')) {
      if (!reduce(0)) return false;
      if (frames_ == 0 || room_.frames[frames_ - 1].kind != parse_frame::call)
        return out_.fail(mistake::stray_comma, t);
      if (out_.depth() - room_.frames[frames_ - 1].first > limits::depth) return out_.fail(mistake::too_deep, t);
      wants_operand_ = true;
      return true;
    }
    if (t.kind == token_kind::end || t.is(';')) return finish(t);
    if (t.is('=') || t.is('<') || t.is('>')) return out_.fail(mistake::compared, t);
    auto p = problem_at(mistake::no_operator, t);
    if (words_.has(last_name_)) p.nearest = last_name_;
    return out_.fail(p);
  }
  constexpr bool binary(const token& t, int strength) {
    if (!reduce(strength)) return false;
    wants_operand_ = true;
    return push(parse_frame::binary, t);
  }
  constexpr bool finish(const token& t) {
    if (!reduce(0)) return false;
    if (frames_ > 0) return out_.fail(mistake::not_closed, open_bracket());
    if (const auto next = look(); t.is(';') && next.kind != token_kind::end) out_.fail(mistake::after_formula, next);
    return false;
  }
  constexpr token open_bracket() const {
    token t;
    t.position = room_.frames[frames_ - 1].position, t.length = room_.frames[frames_ - 1].length;
    return t;
  }

  constexpr bool push(parse_frame::kind_of kind, const token& t, unsigned mask = 0) {
    // A minus is printed in a bracket, where it is not the first: what was read can then be read back.
    const bool bracketed = frames_ > 0 && room_.frames[frames_ - 1].kind == parse_frame::bracket;
    if (kind == parse_frame::minus) mask = bracketed ? 1 : 2;
    if (kind != parse_frame::binary) depth_ += kind == parse_frame::minus ? static_cast<int>(mask) : 1;
    if (depth_ > limits::depth || frames_ >= room_.stack_capacity) return out_.fail(mistake::too_deep, t);
    room_.frames[frames_++] = {kind, t.sign, t.position, t.length, out_.depth(), mask};
    return true;
  }
  static constexpr int strength(const parse_frame& f) {
    if (f.kind == parse_frame::minus) return 3;
    if (f.kind != parse_frame::binary) return -1;
    return f.sign == '+' || f.sign == '-' ? 1 : 2;
  }
  /// Operators that bind at least as tightly are applied, the last first.
  constexpr bool reduce(int least) {
    while (frames_ > 0 && strength(room_.frames[frames_ - 1]) >= least) {
      const auto f = room_.frames[--frames_];
      const bool minus = f.kind == parse_frame::minus;
      if (minus) depth_ -= static_cast<int>(f.mask);
      const int what = minus           ? atom_id::negate
                       : f.sign == '+' ? atom_id::add
                       : f.sign == '-' ? atom_id::subtract
                       : f.sign == '*' ? atom_id::multiply
                                       : atom_id::divide;
      if (!out_.call(what, 0, out_.depth() - (minus ? 1 : 2), f.position, f.length)) return false;
    }
    return true;
  }
  /// A closing bracket: of a call it makes the call.
  constexpr bool close(const token& t) {
    if (!reduce(0)) return false;
    if (frames_ == 0) return out_.fail(mistake::closes_nothing, t);
    const auto f = room_.frames[--frames_];
    --depth_;
    if (f.kind == parse_frame::bracket) return true;
    if (f.kind == parse_frame::axes) return out_.mark(f);
    token at;
    at.position = f.position;
    at.length = f.length;
    settings s;
    int behind = at.after();
    if (const auto wrong = read_settings(text_, behind, s); wrong.kind != mistake::none) return out_.fail(wrong);
    return out_.call(text_.text(at), at, s, f.first);
  }

  /// The exponent is part of the formula.
  constexpr bool power(const token& sign) {
    rational r;
    if (const auto wrong = read_exponent(text_, at_, r); wrong.kind != mistake::none) return out_.fail(wrong);
    const bool square = r.p == 2 && r.q == 1;
    return out_.call(square ? atom_id::square : atom_id::pow, square ? 0 : r.bits(), out_.depth() - 1, sign.position,
                     at_ - sign.position);
  }
  constexpr bool name(const token& t) {
    const auto word = text_.text(t);
    const auto next = look();
    if (!next.is('(') && !next.is('<')) return plain_name(t, word);
    const bool constant = word == "constant" && next.is('<');
    if (!constant && !is_axes_word(word) && !words_.has(word)) return no_word(t, word, next);
    settings s;
    if (const auto wrong = read_settings(text_, at_, s); wrong.kind != mistake::none) return out_.fail(wrong);
    if (constant) return constant_leaf(t, s);
    if (!look().is('(')) return out_.fail(mistake::needs_call, look());
    take();
    if (!is_axes_word(word)) return push(parse_frame::call, t);
    const auto axes = read_axes(word, s);
    if (axes.refused.empty()) return push(parse_frame::axes, t, axes.mask);
    parse_problem p{mistake::refused_settings, t.position, t.length};
    p.said = axes.refused;
    return out_.fail(p);
  }
  /// A name that looks like a call and is no word.
  constexpr bool no_word(const token& t, std::string_view word, const token& next) {
    const int known = names_.find(word);
    parse_problem p{mistake::unknown_word, t.position, t.length};
    if (known < 0) p.nearest = nearest_word(words_, word);
    if (known >= 0 || (p.nearest.empty() && is_tensor_name(word)))
      p.kind = (known >= 0 ? names_[known].tensor : true) ? mistake::tensor_called : mistake::coefficient_called;
    if (next.is('<') && p.kind != mistake::unknown_word) return out_.fail(mistake::compared, next);
    return out_.fail(p);
  }
  constexpr bool constant_leaf(const token& t, const settings& s) {
    parsed_node n;
    n.position = t.position;
    n.length = at_ - t.position;
    parse_problem problem{mistake::refused_settings, t.position, t.length};
    problem.said = read_constant(s, n.p, n.q);
    if (!problem.said.empty()) return out_.fail(problem);
    wants_operand_ = false;
    return out_.leaf(n);
  }
  /// A tensor, a coefficient, or a word without arguments.
  constexpr bool plain_name(const token& t, std::string_view word) {
    wants_operand_ = false;
    last_name_ = word;
    int i = names_.find(word);
    if (const int atom = words_.next(word); i < 0 && atom < words_.size() && words_[atom].arity == 0)
      return out_.call(word, t, {}, out_.depth());
    const bool automatic = is_automatic_name(word) && !(i >= 0 && names_[i].tensor);
    if (automatic && i >= 0 && names_[i].used) return out_.fail(mistake::automatic, t);
    if (i < 0) i = names_.add(t, is_tensor_name(word));
    if (i < 0) return out_.fail(mistake::too_many_names, t);
    auto& known = names_[i];
    known.used = true;
    if (automatic) return out_.number(t.position, t.length, known.value, known.has_value);
    parsed_node n;
    n.what = known.tensor ? tensor_node : coefficient_node;
    n.position = t.position;
    n.length = t.length;
    n.named = true;
    n.value = known.value;
    n.has_value = known.has_value;
    n.free = known.free;
    return out_.leaf(n);
  }

  lexer text_;
  word_set words_;
  parse_room room_;
  name_table names_;
  emitter out_;
  std::string_view last_name_;  // where the last operand is one
  int at_ = 0, frames_ = 0, depth_ = 0;
  bool wants_operand_ = true;
};

constexpr parse_result parse(std::string_view text, const word_set& words, const parse_room& room) {
  return parser{text, words, room}.run();
}

}  // namespace regula::dsl
