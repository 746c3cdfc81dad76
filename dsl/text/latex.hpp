// SPDX-License-Identifier: MIT
/// A formula in LaTeX, from the templates of its atoms.
#pragma once
#include <dsl/text/axes.hpp>
#include <dsl/text/latex_name.hpp>
#include <dsl/text/latex_template.hpp>
#include <dsl/text/number.hpp>
#include <dsl/text/shown.hpp>

namespace regula::dsl {

class latex_writer {
public:
  latex_writer(const formula_view& formula, shown coefficients) : f_(formula), shown_(coefficients) {
    for (int i = 0; i < f_.size; ++i)
      matrices_ = matrices_ || (f_.nodes[i].what >= 0 && f_.atom(f_.nodes[i].what).facts.meets == role::operation);
  }

  std::string text(int root) {
    out_.clear();
    write(root, level::none, {});
    return out_;
  }

private:
  leaf_text leaf(const node& n) const {
    if (n.what == constant_node) return latex_constant(n.number());
    if (n.what == tensor_node) return {latex_name(f_.tensors[n.bits])};
    if (n.what == extent_node) return extent(n.slot());
    if (shown_ == shown::names) return {latex_name(f_.coefficients[n.slot()].view())};
    return latex_number(f_.values[n.slot()]);
  }

  /// What stands around a text: nothing before it, so that a minus needs no brackets; a factor behind it, which must
  /// not seem to belong to a sum's terms, as in \sum W \, c.
  struct place {
    bool first = true, followed = false;
  };

  leaf_text extent(int domain) const {
    leaf_text out;
    for (const auto part : extent_parts(f_, domain)) {
      out.own = out.text.empty() ? level::power : level::product;
      const auto name = latex_name(f_.tensors[part.tensor]);
      const auto which = part.axes == 0 ? name : indexed(name, index_list(part.axes));
      out.text += (out.text.empty() ? "" : " \\, ") + ("\\left\\lvert " + which + " \\right\\rvert_{\\#}");
    }
    return out;
  }
  static std::string indexed(const std::string& base, const std::string& index) {
    return (has_index(base) ? "{" + base + "}" : base) + "_{" + index + "}";
  }

  void write(int i, level needed, place at) {
    const node& n = f_.seen(i);
    if (n.what < 0) {
      const auto leaf_ = leaf(n);
      return bracketed(leaf_.own < needed || (leaf_.negative() && !at.first), at, [&](place) { out_ += leaf_.text; });
    }
    const auto& a = f_.atom(n.what);
    if (a.infix == '*') return bracketed(level::product < needed, at, [&](place inside) { product(n, inside); });
    const auto form = a.latex_for != nullptr ? a.latex_for(n.bits) : std::string{a.latex};
    if (a.facts.arity == 0 && !form.empty()) return void(out_ += form);
    if (n.what == atom_id::spread && f_.nodes[n.operands[0]] == constant_of(1.0)) return void(out_ += "\\mathbf{1}");
    if (next_hole(form, 0).from == latex_hole::nowhere) return call(a, n);
    const auto own = latex_level(form);
    const bool minus = form[0] == '-' && !at.first, open = a.infix == 0 && own == level::unary && at.followed;
    bracketed(own < needed || minus || open, at, [&](place inside) { fill(a, form, n, inside); });
  }
  /// A dot where two numbers would run into one. Beside products of matrices, \odot is the one of entries.
  void product(const node& n, place at) {
    const bool entries = matrices_ && !f_.nodes[n.operands[0]].scalar() && !f_.nodes[n.operands[1]].scalar();
    const bool chain = f_.nodes[n.operands[0]].what == atom_id::multiply;
    write(n.operands[0], entries && !chain ? level::power : level::product, {at.first, true});
    const auto middle = out_.size();
    write(n.operands[1], entries ? level::power : level::unary, {false, at.followed});
    const bool digit = out_[middle] >= '0' && out_[middle] <= '9';
    out_.insert(middle, entries ? " \\odot " : digit ? " \\cdot " : " \\, ");
  }
  void fill(const atom_text& a, std::string_view form, const node& n, place at) {
    const auto* row = operator_of(a);
    const auto start = out_.size();
    std::size_t done = 0;
    for (auto hole = next_hole(form, 0); hole.from != latex_hole::nowhere; hole = next_hole(form, done)) {
      out_ += form.substr(done, hole.from - done);
      const int k = hole.argument;
      auto needed = hole.needed;
      if (row != nullptr && !hole.enclosed) needed = k == 0 && row->arity == 2 ? row->left : row->right;
      const auto axes = f_.gathered(n, k) % all_axes;  // all of them need no index
      if (axes != 0) needed = level::primary;
      const bool alone = hole.enclosed || needed == level::none;
      if (hole.enclosed) out_ += '{';
      const auto from = out_.size();
      write(n.operands[k], needed, {alone || (at.first && hole.from == 0), !alone && at.followed});
      if (axes != 0) out_ = out_.substr(0, from) + indexed(out_.substr(from), index_list(axes));
      if (axes == 0 && form.substr(hole.to).starts_with('_')) enclose(from);
      if (hole.enclosed) out_ += '}';
      done = hole.to;
    }
    out_ += form.substr(done);
    if (const auto letters = summed(n); !letters.empty()) add_index(start, letters);
  }
  /// A second index needs braces around what has the first.
  void enclose(std::size_t from) {
    if (!has_index(std::string_view{out_}.substr(from))) return;
    out_.insert(from, "{");
    out_ += '}';
  }

  /// The letters below a reduction over all axes: those of the rows, say, whose norms it reduces.
  std::string summed(const node& n) const {
    if (!f_.atom(n.what).facts.reduces || n.bits != 0 || n.operands[1] >= 0) return {};
    const auto below = lines(n.operands[0]);
    if (below == 0 || (below & f_.axes_of(n.operands[0])) != 0) return {};
    const auto list = index_list(below);
    std::string letters;
    for (const char c : list)
      if (c != ',' && c != ':') (letters += letters.empty() ? "" : ",") += c;
    return letters;
  }
  /// The axes gathered below node i, which the letters of its indices lack.
  unsigned lines(int i) const {
    const node& n = f_.nodes[i];
    if (n.what < 0) return 0;
    if (f_.atom(n.what).facts.reduces) return static_cast<unsigned>(n.bits);
    unsigned axes = 0;
    for (const int x : n.operands)
      if (x >= 0) axes |= lines(x);
    return axes;
  }
  /// \sum_{i}, \operatorname{mean}_{i}; norms have no place for it.
  void add_index(std::size_t start, const std::string& letters) {
    auto at = out_.find("\\sum ", start) == start || out_.find("\\ln \\sum ", start) == start
                  ? out_.find("\\sum", start) + 4
                  : out_.find("\\left(", start);
    if (at == std::string::npos || out_.compare(start, 5, "\\left") == 0) return;
    out_.insert(at, "_{" + letters + "}");
  }
  void call(const atom_text& a, const node& n) {
    out_ += "\\operatorname{" + escaped(a.name) + "}\\left(";
    for (int k = 0; k < max_operands && n.operands[k] >= 0; ++k) {
      if (k > 0) out_ += ", ";
      write(n.operands[k], level::none, {});
    }
    out_ += "\\right)";
  }
  template <class Inner> void bracketed(bool brackets, place at, Inner inner) {
    if (brackets) out_ += "\\left(";
    inner(brackets ? place{} : at);
    if (brackets) out_ += "\\right)";
  }

  const formula_view& f_;
  shown shown_;
  bool matrices_ = false;
  std::string out_;
};

inline std::string latex_text(const formula_view& f, shown coefficients) {
  return latex_writer{f, coefficients}.text(f.size - 1);
}

}  // namespace regula::dsl
