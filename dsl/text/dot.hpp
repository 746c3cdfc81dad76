// SPDX-License-Identifier: MIT
/// A formula as a graph in Graphviz's language: operands point to what is made of them.
#pragma once
#include <dsl/text/plain.hpp>

namespace regula::dsl {

class dot_writer {
public:
  dot_writer(const formula_view& formula, shown coefficients) : f_(formula), shown_(coefficients) {}

  std::string text() {
    std::vector<bool> live(static_cast<std::size_t>(f_.size));
    live.back() = true;
    for (int i = f_.size - 1; i >= 0; --i) {
      if (!live[static_cast<std::size_t>(i)]) continue;
      for (const int x : f_.seen(i).operands)
        if (x >= 0) live[static_cast<std::size_t>(x)] = true;
    }
    std::string out =
        "digraph formula {\n  rankdir=BT;\n  ordering=in;\n"
        "  node [fontname=\"sans-serif\", shape=box, style=\"rounded,filled\", fillcolor=white];\n";
    for (int i = 0; i < f_.size; ++i) {
      if (!live[static_cast<std::size_t>(i)]) continue;
      const node& n = f_.seen(i);
      out += "  n" + std::to_string(i) + " [label=\"" + quoted(label(n)) + "\"" + look(n) + "];\n";
      for (const int x : n.operands)
        if (x >= 0) out += "  n" + std::to_string(x) + " -> n" + std::to_string(i) + ";\n";
    }
    return out + "}\n";
  }

private:
  std::string label(const node& n) const {
    if (n.what == coefficient_node && shown_ == shown::values) {
      const auto& c = f_.coefficients[n.slot()];
      if (std::isnan(f_.values[n.slot()])) return std::string{c.view()};
      return (c.named() ? std::string{c.view()} + " = " : "") + number_text(f_.values[n.slot()]);
    }
    if (n.what < 0) return plain_writer{f_, shown_}.leaf(n).text;
    const auto& a = f_.atom(n.what);
    const auto name = operator_of(a) != nullptr ? std::string{a.infix} : call_name(a, n);
    return name + (a.facts.reduces && n.bits != 0 ? "\n" + axes_word(static_cast<unsigned>(n.bits)) : "");
  }
  static std::string look(const node& n) {
    if (n.what == tensor_node) return ", shape=box, style=filled, fillcolor=\"#a8d1f0\"";
    if (n.what == coefficient_node) return ", shape=ellipse, style=filled, fillcolor=\"#ffd9a0\"";
    if (n.what < 0) return ", shape=plaintext, style=\"\"";
    return {};
  }
  static std::string quoted(const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c == '\n' ? std::string{"\\n"} : std::string{c};
    }
    return out;
  }

  const formula_view& f_;
  shown shown_;
};

inline std::string dot_text(const formula_view& f, shown coefficients) { return dot_writer{f, coefficients}.text(); }

}  // namespace regula::dsl
