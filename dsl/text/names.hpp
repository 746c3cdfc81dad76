// SPDX-License-Identifier: MIT
/// What the printers read: nodes, and the names of everything in them. Plain arrays; templates only hand them over.
#pragma once
#include <dsl/graph/lower.hpp>
#include <string>

namespace regula::dsl {

/// How an atom is written, and its facts.
struct atom_text {
  std::string_view name, latex;
  char infix;
  atom_facts facts;
};

template <class List> struct text_table;
template <class... A> struct text_table<type_list<A...>> {
  static constexpr atom_text rows[] = {{A::name, A::latex, A::infix, facts_of<A>}..., {}};
};

/// A formula to print. The last node is the root.
struct formula_view {
  const node* nodes;
  int size;
  const std::string_view* tensors;
  const coefficient_name* coefficients;
  const double* values;  // by slot
  const atom_text* users;
  int user_count;

  const atom_text& atom(int what) const {
    return what < library_atoms::size ? text_table<library_atoms>::rows[what] : users[what - library_atoms::size];
  }
};

/// The formula as its author wrote it.
template <class Facts> formula_view written_view(const double* values) {
  constexpr auto& f = Facts::written;
  using users = typename Facts::users;
  return {f.nodes, f.size, f.tensors, f.coefficients, values, text_table<users>::rows, users::size};
}

/// Whether coefficients appear with their values or under their names.
enum class shown { values, names };

}  // namespace regula::dsl
