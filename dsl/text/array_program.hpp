// SPDX-License-Identifier: MIT
/// A formula as steps on arrays: templates in the words of a dialect, on earlier steps.
#pragma once
#include <dsl/reading/written_out.hpp>
#include <dsl/text/array_words.hpp>
#include <dsl/text/axes.hpp>
#include <dsl/text/number.hpp>
#include <map>

namespace regula::dsl {

struct array_step {
  std::string form;  // {#1}, {#2}: operands; {word}: a word of the dialect
  int operands[max_operands] = {-1, -1, -1};
  bool is_leaf = false, is_number = false;  // a number: of constants and sizes alone
};

/// Names as Python allows them, each its own.
class python_names {
public:
  std::string of(std::string_view name) {
    std::string own{name};  // a letter or _, then letters, digits and _
    if (own[0] == '_') own.insert(0, "x");
    for (const std::string_view taken :
         {"and",  "as",     "assert",    "async",    "await",   "break",      "class",   "continue", "def",    "del",
          "elif", "else",   "except",    "finally",  "for",     "from",       "global",  "if",       "import", "in",
          "is",   "lambda", "nonlocal",  "not",      "or",      "pass",       "raise",   "return",   "try",    "while",
          "with", "yield",  "False",     "None",     "True",    "self",       "math",    "np",       "sp",     "jax",
          "jnp",  "torch",  "keras",     "ops",      "slice",   "tuple",      "range",   "len",      "min",    "max",
          "abs",  "float",  "enumerate", "reversed", "penalty", "derivative", "Penalty", "super"})
      if (own == taken) own += '_';
    while (used_[own] || (own[0] == 't' && own.find_first_not_of("0123456789", 1) == std::string::npos)) own += '_';
    used_[own] = true;
    return own;
  }

private:
  std::map<std::string, bool> used_;
};

/// A literal of Python's type float.
inline std::string python_number(double v) {
  return std::isfinite(v) ? cpp_literal(v) : "float(\"" + number_text(v) + "\")";
}

class array_program {
public:
  array_program(const formula_view& f, const array_dialect& dialect) : dialect_(dialect), out_(written_out(f)), f_(f) {
    f_.nodes = out_.nodes.data();
    f_.size = static_cast<int>(out_.nodes.size());
    f_.table = out_.table.data();
    f_.shape_count = static_cast<int>(out_.table.size());
    python_names names;
    for (int t = 0; t < f_.tensor_count; ++t) tensors.push_back(names.of(f_.tensors[t]));
    for (const node& n : out_.nodes) {
      if (n.what != coefficient_node) continue;
      const auto slot = static_cast<std::size_t>(n.slot());
      if (slot >= coefficients.size()) coefficients.resize(slot + 1);
      if (coefficients[slot].empty()) coefficients[slot] = names.of(f_.coefficients[n.slot()].view());
    }
    const std::vector<bool> live = reached();
    std::vector<int> image;
    for (int i = 0; i < f_.size; ++i)
      image.push_back(live[static_cast<std::size_t>(i)] ? made(f_.nodes[i], image) : -1);
    root = image.back();
    root_is_scalar = f_.nodes[f_.size - 1].scalar();
  }

  std::vector<array_step> steps;
  int root = 0;
  bool root_is_scalar = true;
  std::vector<std::string> tensors, coefficients;  // a coefficient that is not met has no name

private:
  std::vector<bool> reached() const {
    std::vector<bool> live(static_cast<std::size_t>(f_.size));
    live.back() = true;
    for (int i = f_.size - 1; i >= 0; --i)
      for (const int x : f_.nodes[i].operands)
        if (live[static_cast<std::size_t>(i)] && x >= 0) live[static_cast<std::size_t>(x)] = true;
    return live;
  }
  int put(array_step s) {
    steps.push_back(std::move(s));
    return static_cast<int>(steps.size()) - 1;
  }
  int leaf(std::string text, bool is_number) { return put({std::move(text), {-1, -1, -1}, true, is_number}); }
  bool is_number(int i) const { return steps[static_cast<std::size_t>(i)].is_number; }

  int made(const node& n, const std::vector<int>& image) {
    if (n.what == constant_node) return leaf(python_number(n.number()), true);
    if (n.what == coefficient_node) return leaf(coefficients[static_cast<std::size_t>(n.slot())], !dialect_.by_tensors);
    if (n.what == tensor_node) return leaf(tensors[static_cast<std::size_t>(n.bits)], false);
    if (n.what == extent_node) return extent(n.slot());
    const auto& a = f_.atom(n.what);
    array_step s;
    for (int k = 0; k < a.facts.arity; ++k) s.operands[k] = image[static_cast<std::size_t>(n.operands[k])];
    if (n.what == atom_id::identity) return identity(n);
    if (n.what == atom_id::spread) return spread(s.operands[0], n.domain);
    if (n.what == atom_id::sum || n.what == atom_id::highest || n.what == atom_id::lowest) return reduced(n, s);
    if (n.what == atom_id::kept && f_.nodes[n.operands[0]].domain != n.domain)
      s.operands[0] = spread(s.operands[0], n.domain);
    if (a.on_arrays_for != nullptr)
      s.form = a.on_arrays_for(n.bits);
    else if (!a.on_arrays.empty())
      s.form = a.on_arrays;
    else if (const auto computed = computed_of(f_, n.what); computed != nullptr)
      return noted_steps(computed(), s);
    else
      throw error("the atom '" + std::string{a.name} + "' is not written in Python: it states no on_arrays");
    if (a.facts.meets == role::operation && n.scalar()) s.form = "{sum}(" + s.form + ")";  // of one entry
    const bool nothing = s.form == "{#1}" || (s.form == "{detached}({#1})" && name_of(dialect_, "detached").empty());
    if (nothing) return s.operands[0];
    return put(std::move(s));
  }
  int identity(const node& n) {
    const auto like = dialect_.by_tensors ? ", dtype=" + tensors[0] + ".dtype, device=" + tensors[0] + ".device" : "";
    return leaf("{eye}(" + length(f_.table[n.domain].axes[0]) + like + ")", false);
  }
  int reduced(const node& n, array_step s) {
    const std::string word = n.what == atom_id::sum ? "sum" : n.what == atom_id::highest ? "amax" : "amin";
    const auto mask = static_cast<unsigned>(n.bits) & all_axes;
    if (n.bits == no_axes) return s.operands[0];
    if (n.bits == 0 || n.scalar())
      s.form = "{" + word + "}({#1})";
    else if (mask < 4)
      s.form = "{" + word + "}({#1}, axis=" + (mask == 3 ? "(0, 1)" : mask == 1 ? "0" : "1") + ", keepdims=True)";
    else
      s.form = "{along}({" + word + "}, {#1}, " + axis_list(mask) + ")";
    return put(std::move(s));
  }
  int noted_steps(const notes& in, const array_step& call) {
    std::vector<int> at;
    for (const auto& note : in) {
      if (note.word == "argument") {
        at.push_back(call.operands[note.bits]);
        continue;
      }
      if (note.word == "number") {
        at.push_back(leaf(python_number(std::bit_cast<double>(note.bits)), true));
        continue;
      }
      array_step s;
      s.is_number = true;
      int arity = 0;
      for (; arity < max_operands && note.operands[arity] >= 0; ++arity) {
        s.operands[arity] = at[static_cast<std::size_t>(note.operands[arity])];
        s.is_number = s.is_number && is_number(s.operands[arity]);
      }
      s.form = note.word == "pow" ? pow_atom::on_arrays_for(note.bits) : name_of(dialect_, note.word);
      if (s.form.find("{#1}") == std::string::npos) {
        s.is_number = false;  // a function's result
        s.form = "{" + std::string{note.word} + "}(";
        for (int k = 0; k < arity; ++k) s.form += (k == 0 ? "{#" : ", {#") + std::to_string(k + 1) + "}";
        s.form += ")";
      }
      at.push_back(put(std::move(s)));
    }
    return at.back();
  }

  /// The number of entries of a shape.
  int extent(int domain) {
    std::string text;
    for (const auto part : extent_parts(f_, domain)) {
      const auto& name = tensors[static_cast<std::size_t>(part.tensor)];
      text += text.empty() ? "" : " * ";
      if (part.axes == 0)
        text += "math.prod(" + name + ".shape)";
      else if (std::popcount(part.axes) == 1)
        text += name + ".shape[" + axis_list(part.axes) + "]";
      else
        text += "{count}(" + name + ", " + axis_list(part.axes) + ")";
    }
    return leaf(text.empty() ? "1" : text, true);
  }
  std::string length(std::int16_t extent) const {
    if (extent == unit_extent) return "1";
    for (int at = 0; at < f_.tensor_count * max_axes; ++at)
      if (f_.table[at / max_axes].axes[at % max_axes] == extent)
        return tensors[static_cast<std::size_t>(at / max_axes)] + ".shape[" + std::to_string(at % max_axes) + "]";
    throw error("the formula has an axis that no tensor has");
  }
  int spread(int x, int domain) {
    array_step s;
    s.operands[0] = x;
    s.form = "{broadcast}({#1}, " + shape_text(domain) + ")";
    return put(std::move(s));
  }
  std::string shape_text(int domain) const {
    const shape& s = f_.table[domain];
    for (int t = 0; t < f_.tensor_count; ++t) {
      const auto& name = tensors[static_cast<std::size_t>(t)];
      if (f_.table[t] == s) return name + ".shape";
      if (const auto gone = all_axes & ~s.present(); f_.table[t].without(gone) == s && gone < 0b111100)
        return "{lengths}(" + name + ", " + axis_list(gone) + ")";
    }
    return "(" + length(s.axes[0]) + ", " + length(s.axes[1]) + ")";
  }

  const array_dialect& dialect_;
  ranked_nodes out_;
  formula_view f_;
};

}  // namespace regula::dsl
