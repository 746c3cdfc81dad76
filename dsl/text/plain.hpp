// SPDX-License-Identifier: MIT
/// A formula in plain text, 0.01 * sum(abs(W)), and as C++ source that compiles to the same type.
#pragma once
#include <algorithm>
#include <dsl/text/axes.hpp>
#include <dsl/text/number.hpp>
#include <dsl/text/shown.hpp>

namespace regula::dsl {

/// What stands before the operands: "pow<3, 2>".
inline std::string call_name(const atom_text& a, const node& n) {
  if (a.spelling != nullptr) return a.spelling(n.bits);
  return std::string{a.name} + (a.facts.parametric ? "<" + std::to_string(n.bits) + ">" : "");
}

class plain_writer {
public:
  plain_writer(const formula_view& formula, shown coefficients) : f_(formula), shown_(coefficients) {}
  virtual ~plain_writer() = default;

  std::string text(int root) {
    out_.clear();
    write(root, level::none, true);
    return out_;
  }

  /// A node that is no call.
  virtual leaf_text leaf(const node& n) const {
    if (n.what == constant_node) return plain_constant(n.number());
    if (n.what == tensor_node) return {std::string{f_.tensors[n.bits]}};
    if (n.what == extent_node) return extent(n.slot());
    if (shown_ == shown::names) return {std::string{f_.coefficients[n.slot()].view()}};
    return {number_text(f_.values[n.slot()])};
  }

protected:
  /// size(W), size(rowwise(W)), size(rowwise(W)) * size(colwise(V)).
  leaf_text extent(int domain) const {
    leaf_text out;
    for (const auto part : extent_parts(f_, domain)) {
      const auto tensor = leaf({tensor_node, 0, {}, static_cast<std::uint64_t>(part.tensor)}).text;
      out.own = out.text.empty() ? level::primary : level::product;
      out.text += (out.text.empty() ? "" : " * ") + size_text(tensor, axes_word(part.axes));
    }
    return out;
  }
  static std::string size_text(const std::string& tensor, const std::string& axes) {
    return axes.empty() ? "size(" + tensor + ")" : "size(" + axes + "(" + tensor + "))";
  }
  /// An atom without operands.
  virtual std::string word(const atom_text& a) const { return std::string{a.name}; }
  /// The axes to name around operand k of a reduction, as a mask.
  virtual unsigned gathered(const node& n, int k) const { return f_.gathered(n, k); }
  /// Whether an operand stands in brackets behind a minus sign that would else be taken for a part of it.
  virtual bool guarded(const node&) const { return false; }

  const formula_view& f_;
  bool bare_numbers_ = true;  // whether an unnamed coefficient may be a literal here

private:
  /// `first`: nothing stands before the text, so that a minus needs no brackets.
  void write(int i, level needed, bool first) {
    const node& n = f_.seen(i);
    if (n.what < 0) {
      const auto leaf_ = leaf(n);
      bracketed(leaf_.own < needed || (leaf_.negative() && !first), [&] { out_ += leaf_.text; });
    } else if (const auto* row = operator_of(f_.atom(n.what))) {
      const bool brackets = row->own < needed || (row->arity == 1 && !first);
      bracketed(brackets, [&] { operation(*row, n, first || brackets); });
    } else {
      call(n);
    }
  }
  void operation(const operator_row& row, const node& n, bool first) {
    if (row.arity == 1) {
      out_ += row.infix;
      const int x = n.operands[0];
      bracketed(guarded(f_.seen(x)), [&] { write(x, row.right, guarded(f_.seen(x))); });
    } else {
      write(n.operands[0], row.left, first);
      (out_ += ' ') += row.infix;
      out_ += ' ';
      write(n.operands[1], row.right, false);
    }
  }
  void call(const node& n) {
    const auto& a = f_.atom(n.what);
    if (a.facts.arity == 0) return void(out_ += word(a));
    bare_numbers_ = false;
    for (const int x : n.operands) bare_numbers_ = bare_numbers_ || (x >= 0 && !is_bare_number(x));
    const auto name = call_name(a, n);
    out_ += name + "(";
    bool said = false;  // of which axes
    for (int k = 0; k < max_operands && n.operands[k] >= 0; ++k) {
      if (k > 0) out_ += ", ";
      const auto along = axes_word(said || is_bare_number(n.operands[k]) ? 0 : gathered(n, k));
      said = said || !along.empty();
      if (!along.empty()) out_ += along + "(";
      write(n.operands[k], level::none, true);
      if (!along.empty()) out_ += ')';
    }
    out_.append(1 + static_cast<std::size_t>(std::count(name.begin(), name.end(), '(')), ')');
  }
  template <class Inner> void bracketed(bool brackets, Inner inner) {
    if (brackets) out_ += '(';
    inner();
    if (brackets) out_ += ')';
  }

  /// Made of unnamed coefficients only: in C++ a number, not a formula.
  bool is_bare_number(int i) const {
    const node& n = f_.nodes[i];
    if (n.what < 0) return n.what == coefficient_node && !f_.coefficients[n.slot()].named();
    if (operator_of(f_.atom(n.what)) == nullptr) return false;
    for (const int x : n.operands)
      if (x >= 0 && !is_bare_number(x)) return false;
    return true;
  }

  shown shown_;
  std::string out_;
};

/// Reads back with `using namespace regula::symbols`.
class cpp_writer : public plain_writer {
public:
  explicit cpp_writer(const formula_view& formula) : plain_writer(formula, shown::values) {}

  leaf_text leaf(const node& n) const override {
    if (n.what == constant_node) return cpp_constant(n.number());
    if (n.what == tensor_node) return {symbol_text(f_.tensors[n.bits])};
    if (n.what == extent_node) return extent(n.slot());
    const auto& name = f_.coefficients[n.slot()];
    const auto value = cpp_literal(f_.values[n.slot()]);
    if (!name.named() && !bare_numbers_) return cpp_constant(f_.values[n.slot()]);
    if (!name.named()) return {value};
    return {std::string{name.free ? "regula::free_coef<\"" : "regula::coef<\""} + std::string{name.given} + "\">(" +
            value + ")"};
  }

private:
  std::string word(const atom_text& a) const override { return "regula::" + std::string{a.name}; }
  static std::string symbol_text(std::string_view name) {
    for (const auto* ready : {"W", "W0", "V", "M", "X", "Y"})
      if (name == ready) return std::string{name};
    return "regula::symbol<\"" + std::string{name} + "\">";
  }
};

inline std::string plain_text(const formula_view& f, shown coefficients) {
  return plain_writer{f, coefficients}.text(f.size - 1);
}
inline std::string cpp_text(const formula_view& f) { return cpp_writer{f}.text(f.size - 1); }

}  // namespace regula::dsl
