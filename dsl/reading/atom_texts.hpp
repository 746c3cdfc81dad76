// SPDX-License-Identifier: MIT
/// How the library's atoms are written, and what a printer asks a formula.
#pragma once
#include <dsl/reading/formula_view.hpp>

namespace regula::dsl {

template <class List> struct text_table;
template <class... A> struct text_table<type_list<A...>> {
  static constexpr atom_text rows[] = {text_facts_of<A>()..., {}};
};

inline const atom_text& formula_view::atom(int what) const {
  return what < library_atoms::size ? text_table<library_atoms>::rows[what] : users[what - library_atoms::size];
}
inline unsigned formula_view::axes_of(int i) const {
  const auto domain = nodes[i].domain;
  if (domain == scalar_domain) return 0;
  return domain < shape_count ? table[domain].present() : all_axes;
}
inline const node& formula_view::seen(int i) const {
  const node& n = nodes[i];
  if (n.what != atom_id::kept || nodes[n.operands[0]].what != atom_id::reach) return n;
  const node& inner = nodes[n.operands[0]];
  const auto by = offset::from_bits(inner.bits);
  return pattern::from_bits(n.bits) == reachable(by.axis, by.steps) ? inner : n;
}
inline unsigned formula_view::gathered(const node& n, int k) const {
  if (n.what < 0 || !atom(n.what).facts.reduces || nodes[n.operands[k]].scalar()) return 0;
  return static_cast<unsigned>(n.bits);
}

}  // namespace regula::dsl
