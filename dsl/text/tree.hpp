// SPDX-License-Identifier: MIT
/// A formula as an indented tree, one node a line.
#pragma once
#include <dsl/text/plain.hpp>

namespace regula::dsl {

inline void write_tree(const formula_view& f, shown coefficients, int i, int depth, std::string& out) {
  const node& n = f.seen(i);
  if (depth > 0) out += '\n';
  out.append(static_cast<std::size_t>(2 * depth), ' ');
  if (n.what < 0) {
    if (n.what == coefficient_node && coefficients == shown::values)
      out += std::string{f.coefficients[n.slot()].view()} + " = ";
    out += plain_writer{f, coefficients}.leaf(n).text;
    return;
  }
  const auto& a = f.atom(n.what);
  out += operator_of(a) ? std::string{a.infix} : call_name(a, n);
  if (a.facts.reduces && n.bits != 0) out += " " + axes_word(static_cast<unsigned>(n.bits));
  for (const int x : n.operands)
    if (x >= 0) write_tree(f, coefficients, x, depth + 1, out);
}

inline std::string tree_text(const formula_view& f, shown coefficients) {
  std::string out;
  write_tree(f, coefficients, f.size - 1, 0, out);
  return out;
}

}  // namespace regula::dsl
