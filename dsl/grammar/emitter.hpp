// SPDX-License-Identifier: MIT
/// Nodes put down as the operators and functions of C++ would make them: axes wait for the reduction around them.
#pragma once
#include <dsl/grammar/parsed.hpp>
#include <dsl/grammar/token.hpp>
#include <dsl/grammar/words.hpp>

namespace regula::dsl {

/// The nodes so far and the operands that wait on a stack. The first problem stays.
class emitter {
public:
  constexpr emitter(const word_set& words, const parse_room& room) : words_(words), room_(room) {}

  constexpr const parse_problem& problem() const { return problem_; }
  constexpr bool failed() const { return problem_.kind != mistake::none; }
  constexpr bool fail(mistake kind, int where, int length) {
    if (!failed()) problem_.kind = kind, problem_.position = where, problem_.length = length;
    return false;
  }
  constexpr bool fail(mistake kind, const token& t) {
    return fail(t.kind == token_kind::wrong ? t.trouble : kind, t.position, t.length);
  }
  constexpr bool fail(const parse_problem& p) {
    if (!failed()) problem_ = p;
    return false;
  }
  constexpr int node_count() const { return count_; }
  constexpr int depth() const { return waiting_; }
  constexpr const parse_operand& top() const { return room_.operands[waiting_ - 1]; }

  constexpr bool leaf(const parsed_node& n) { return emit(n) && push({count_ - 1, 0, 0, 0}); }
  /// A number as an unnamed coefficient.
  constexpr bool number(int where, int length, double value, bool has_value = true) {
    parsed_node n;
    n.what = coefficient_node;
    n.position = where;
    n.length = length;
    n.value = value;
    n.has_value = has_value;
    n.free = true;
    return leaf(n);
  }

  /// rowwise(x) and the like: a mark on the operand.
  constexpr bool mark(const parse_frame& f) {
    auto& x = room_.operands[waiting_ - 1];
    if (x.axes != 0) return fail(mistake::axes_twice, f.position, f.length);
    x.axes = f.mask;
    x.axes_position = f.position;
    x.axes_length = f.length;
    return true;
  }

  /// Atom `what` on the operands from `first` of the stack on.
  constexpr bool call(int what, std::uint64_t bits, int first, int where, int length) {
    parsed_node n;
    n.what = as_index(what);
    n.bits = bits;
    n.position = where;
    n.length = length;
    parse_operand made{0, 0, where, length};
    for (int k = first; k < waiting_; ++k) {
      const auto& x = room_.operands[k];
      if (x.axes != 0 && made.axes != 0 && x.axes != made.axes)
        return fail(mistake::axes_differ, x.axes_position, x.axes_length);
      if (x.axes != 0) made.axes = x.axes, made.axes_position = x.axes_position, made.axes_length = x.axes_length;
      n.operands[k - first] = as_index(x.node);
    }
    const auto& word = words_[what];
    if (made.axes != 0 && !word.by_axes) return fail(mistake::whole_matrix, made.axes_position, made.axes_length);
    if (word.reduces && made.axes != 0) n.bits = made.axes, made.axes = 0;
    waiting_ = first;
    made.node = count_;
    return emit(n) && push(made);
  }

  /// The word on the operands from `first` on: the atom that takes so many and knows these settings.
  constexpr bool call(std::string_view word, const token& at, const settings& s, int first) {
    const int arguments = waiting_ - first;
    parse_problem p{mistake::argument_count, at.position, at.length};
    p.count = arguments;
    p.fewest = max_operands + 1;
    for (int i = words_.next(word); i < words_.size(); i = words_.next(word, i + 1)) {
      const auto& atom = words_[i];
      p.fewest = smaller(p.fewest, atom.arity);
      p.most = p.most < atom.arity ? atom.arity : p.most;
      if (atom.has_reader && s.count == 0 && p.said.empty()) p.said = atom.read(word, s).refused;
      if (atom.arity != arguments) continue;
      const auto m = meaning_of(atom, word, s);
      if (m.other) {
        p.kind = mistake::other_instance;
        continue;
      }
      if (!m.refused.empty()) {
        p.kind = mistake::refused_settings;
        p.said = m.refused;
        return fail(p);
      }
      if (s.count > 0 && !atom.has_reader && !atom.has_spelling) {
        p.kind = mistake::no_settings;
        return fail(p);
      }
      if (!call(i, m.bits, first, at.position, at.length)) return false;
      if (m.then.empty()) return true;
      const int around = words_.of_name(m.then);
      if (around < words_.size()) return call(around, m.then_bits, waiting_ - 1, at.position, at.length);
      p.kind = mistake::refused_settings;
      p.said = "the function read of this atom's block names an atom that is not known";
      return fail(p);
    }
    return fail(p);
  }

private:
  /// Of a user's atom that has no reader, its spelling tells whether it is this one: a std::string, so at run time only.
  static constexpr meaning meaning_of(const atom_word& atom, std::string_view word, const settings& s) {
    if (atom.has_reader) return atom.read(word, s);
    if (!atom.has_spelling) return {};
    if (std::is_constant_evaluated())
      return meaning::refuse(
          "the compiler reads settings by the function read of an atom's block (dsl/atoms/word.hpp)");
    return is_spelled(atom.spelling(0), word, s) ? meaning{} : meaning::another();
  }
  static bool is_spelled(const std::string& spelling, std::string_view word, const settings& s) {
    std::string text{word};
    for (int k = 0; k < s.count; ++k) text += (k == 0 ? "<" : ", ") + std::to_string(s.at[k]);
    return spelling == text + (s.count > 0 ? ">" : "");
  }
  constexpr bool emit(const parsed_node& n) {
    if (count_ >= limits::nodes || count_ >= room_.node_capacity)
      return fail(mistake::too_many_nodes, n.position, n.length);
    room_.nodes[count_++] = n;
    return true;
  }
  constexpr bool push(const parse_operand& x) {
    if (waiting_ >= room_.stack_capacity) return fail(mistake::too_deep, 0, 0);
    room_.operands[waiting_++] = x;
    return true;
  }

  word_set words_;
  parse_room room_;
  parse_problem problem_;
  int count_ = 0, waiting_ = 0;
};

}  // namespace regula::dsl
