// SPDX-License-Identifier: MIT
/// A formula in LaTeX, from the templates of its atoms.
#pragma once
#include <dsl/text/latex_name.hpp>
#include <dsl/text/latex_template.hpp>
#include <dsl/text/number.hpp>

namespace regula::dsl {

class latex_writer {
public:
  latex_writer(const formula_view& formula, shown coefficients) : f_(formula), shown_(coefficients) {}

  std::string text(int root) {
    out_.clear();
    write(root, level::none, {});
    return out_;
  }

private:
  leaf_text leaf(const node& n) const {
    if (n.what == constant_node) return latex_constant(n.number());
    if (n.what == tensor_node) return {latex_name(f_.tensors[n.bits])};
    if (n.what == extent_node) return {"\\left\\lvert " + latex_name(f_.tensors[n.bits]) + " \\right\\rvert_{\\#}"};
    if (shown_ == shown::names) return {latex_name(f_.coefficients[n.slot()].view())};
    return latex_number(f_.values[n.slot()]);
  }

  /// What stands around a text: nothing before it, so that a minus needs no brackets; a factor behind it, which must
  /// not seem to belong to a sum's terms, as in \sum W \, c.
  struct place {
    bool first = true, followed = false;
  };

  void write(int i, level needed, place at) {
    const node& n = f_.nodes[i];
    if (n.what < 0) {
      const auto leaf_ = leaf(n);
      return bracketed(leaf_.own < needed || (leaf_.negative() && !at.first), at, [&](place) { out_ += leaf_.text; });
    }
    const auto& a = f_.atom(n.what);
    if (a.infix == '*') return bracketed(level::product < needed, at, [&](place inside) { product(n, inside); });
    if (next_hole(a.latex, 0).from == std::string_view::npos) return call(a, n);
    const auto own = latex_level(a.latex);
    const bool minus = a.latex[0] == '-' && !at.first, open = a.infix == 0 && own == level::unary && at.followed;
    bracketed(own < needed || minus || open, at, [&](place inside) { fill(a, n, inside); });
  }
  /// A dot where two numbers would run into one.
  void product(const node& n, place at) {
    write(n.operands[0], level::product, {at.first, true});
    const auto middle = out_.size();
    write(n.operands[1], level::unary, {false, at.followed});
    out_.insert(middle, out_[middle] >= '0' && out_[middle] <= '9' ? " \\cdot " : " \\, ");
  }
  void fill(const atom_text& a, const node& n, place at) {
    const auto* row = operator_of(a);
    std::size_t done = 0;
    for (auto hole = next_hole(a.latex, 0); hole.from != std::string_view::npos; hole = next_hole(a.latex, done)) {
      out_ += a.latex.substr(done, hole.from - done);
      const char k = a.latex[hole.from + 2];
      auto needed = hole.needed;
      if (row != nullptr && !hole.enclosed) needed = k == '1' && row->arity == 2 ? row->left : row->right;
      const bool alone = hole.enclosed || needed == level::none;
      if (hole.enclosed) out_ += '{';
      if (k == 'p')
        out_ += exponent(n);
      else
        write(n.operands[k - '1'], needed, {alone || (at.first && hole.from == 0), !alone && at.followed});
      if (hole.enclosed) out_ += '}';
      done = hole.to;
    }
    out_ += a.latex.substr(done);
  }
  void call(const atom_text& a, const node& n) {
    out_ += "\\operatorname{" + escaped(a.name) + "}\\left(";
    for (int k = 0; k < max_operands && n.operands[k] >= 0; ++k) {
      if (k > 0) out_ += ", ";
      write(n.operands[k], level::none, {});
    }
    out_ += "\\right)";
  }
  static std::string exponent(const node& n) {
    const auto r = rational::from_bits(n.bits);
    return std::to_string(r.p) + (r.q == 1 ? "" : "/" + std::to_string(r.q));
  }
  template <class Inner> void bracketed(bool brackets, place at, Inner inner) {
    if (brackets) out_ += "\\left(";
    inner(brackets ? place{} : at);
    if (brackets) out_ += "\\right)";
  }

  const formula_view& f_;
  shown shown_;
  std::string out_;
};

inline std::string latex_text(const formula_view& f, shown coefficients) {
  return latex_writer{f, coefficients}.text(f.size - 1);
}

}  // namespace regula::dsl
