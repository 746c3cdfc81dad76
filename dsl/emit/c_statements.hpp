// SPDX-License-Identifier: MIT
/// Steps that were written down, as C statements: each result a constant of its own.
#pragma once
#include <dsl/atoms/power.hpp>
#include <dsl/emit/c_literal.hpp>
#include <dsl/emit/c_words.hpp>
#include <functional>
#include <set>

namespace regula::dsl {

/// One number at a time in plain C99, or vectors under the names of emit/vector_words.hpp.
struct c_dialect {
  bool doubles = false, vectors = false;

  std::string_view type() const { return vectors ? "V" : doubles ? "double" : "float"; }
  std::string_view mask() const { return vectors ? "M" : "int"; }
  std::string literal(double x) const { return vectors ? "all(" + c_literal(x, doubles) + ")" : c_literal(x, doubles); }
};

class c_statements {
public:
  /// input: what input i is in C. used: gets the functions that are called.
  c_statements(const step_list& list, const c_dialect& dialect, std::function<std::string(int)> input,
               std::set<traced_step>& used, std::string indent)
      : steps_(list.steps()), dialect_(dialect), input_(std::move(input)), used_(used), indent_(std::move(indent)) {}

  /// Inputs in place of constants of their own, as of scalars.
  c_statements& with_inputs_in_place() {
    in_place_ = true;
    return *this;
  }
  /// A step as an expression of those before it.
  std::string result(int i) {
    const auto what = steps_[at(i)].what;
    return what == traced_step::constant || is_in_place(what) ? name(i) : expression(steps_[at(i)]);
  }
  /// The statements that these steps need, in order; `last`: a step that has none.
  std::string text_for(const std::vector<int>& roots, int last = -1) {
    std::vector<bool> needed(steps_.size());
    for (const int r : roots) needed[at(r)] = true;
    for (std::size_t i = steps_.size(); i-- > 0;)
      for (const int x : steps_[i].operands)
        if (needed[i] && x >= 0) needed[at(x)] = true;
    std::string text;
    for (std::size_t i = 0; i < steps_.size(); ++i)
      if (needed[i] && static_cast<int>(i) != last && steps_[i].what != traced_step::constant &&
          !is_in_place(steps_[i].what))
        text += indent_ + "const " + std::string{makes_mask(steps_[i].what) ? dialect_.mask() : dialect_.type()} +
                " v" + std::to_string(i) + " = " + expression(steps_[i]) + ";\n";
    return text;
  }
  /// A step where it is used.
  std::string name(int i) const {
    const auto& s = steps_[at(i)];
    if (is_in_place(s.what)) return input_(static_cast<int>(s.bits));
    return s.what == traced_step::constant ? dialect_.literal(std::bit_cast<double>(s.bits)) : "v" + std::to_string(i);
  }

private:
  bool is_in_place(traced_step s) const { return in_place_ && s == traced_step::input; }
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  std::string infix(const step_list::step& s, const char* sign) const {
    return name(s.operands[0]) + sign + name(s.operands[1]);
  }
  std::string call(std::string text, const step_list::step& s) const {
    text += '(';
    for (int k = 0; k < 3 && s.operands[k] >= 0; ++k) text += (k > 0 ? ", " : "") + name(s.operands[k]);
    return text + ')';
  }
  std::string expression(const step_list::step& s) {
    using enum traced_step;
    const bool vectors = dialect_.vectors;
    switch (s.what) {
      case input: return input_(static_cast<int>(s.bits));
      case add: return infix(s, " + ");
      case subtract: return infix(s, " - ");
      case multiply: return infix(s, " * ");
      case divide: return infix(s, " / ");
      case negate: return "-" + name(s.operands[0]);
      case less: return vectors ? call("less", s) : infix(s, " < ");
      case less_equal: return vectors ? call("less_equal", s) : infix(s, " <= ");
      case equal: return vectors ? call("equal", s) : infix(s, " == ");
      case both: return vectors ? call("both", s) : infix(s, " && ");
      case either: return vectors ? call("either", s) : infix(s, " || ");
      case negated: return (vectors ? "~" : "!") + name(s.operands[0]);
      case fused: return name(s.operands[0]) + " * " + name(s.operands[1]) + " + " + name(s.operands[2]);
      case select:
        return vectors ? call("choose", s)
                       : name(s.operands[0]) + " ? " + name(s.operands[1]) + " : " + name(s.operands[2]);
      case power: return power_of(s);
      case sin:
      case cos:
      case atan:
        if (vectors) return "v_" + vector_name(s.what) + "(" + name(s.operands[0]) + ", calls)";
        break;
      default: break;
    }
    used_.insert(s.what);
    return call(vectors ? "v_" + vector_name(s.what) : c_spelling(c_word_of(s.what).name, dialect_.doubles), s);
  }
  std::string power_of(const step_list::step& s) {
    used_.insert(s.what);
    if (dialect_.vectors) return "v_power(" + name(s.operands[0]) + ", " + std::to_string(s.bits) + "u, calls)";
    const auto r = rational::from_bits(s.bits);
    return c_spelling("@Ppower(", dialect_.doubles) + name(s.operands[0]) + ", " + c_literal(r.p, true) + ", " +
           c_literal(r.q, true) + ")";
  }
  /// The words of C99 without what they are spelt with.
  static std::string vector_name(traced_step s) {
    std::string name{c_word_of(s).name};
    if (name == "fabs@F") name = "abs";
    if (name.starts_with("@P")) name = name.substr(2);
    return name.ends_with("@F") ? name.substr(0, name.size() - 2) : name;
  }

  const std::vector<step_list::step>& steps_;
  const c_dialect dialect_;
  std::function<std::string(int)> input_;
  std::set<traced_step>& used_;
  std::string indent_;
  bool in_place_ = false;
};

}  // namespace regula::dsl
