// SPDX-License-Identifier: MIT
/// What the printers read: nodes, and the names of everything in them. Plain arrays; templates only hand them over.
#pragma once
#include <dsl/graph/lower.hpp>
#include <dsl/reading/noted.hpp>
#include <dsl/rewrite/rules.hpp>
#include <span>
#include <string>
#include <vector>

namespace regula::dsl {

/// How an atom is written, and its facts. An atom whose node has bits states two functions of them: `spelling`, which
/// is what stands before "(x)", as in pow<3, 2>, and `latex_for`, its template. `on_arrays`, of what is not computed entry
/// by entry: its template in the words of text/array_words.hpp, as in {transpose}({#1}); `computed`: how entries are computed.
/// `kinks`: of one argument, the points without a derivative; `kinks_where`: such places in words.
struct atom_text {
  std::string_view name, latex;
  char infix;
  atom_facts facts;
  std::string (*spelling)(std::uint64_t bits) = nullptr;
  std::string (*latex_for)(std::uint64_t bits) = nullptr;
  std::string_view flops{};  // of a matrix operation: "2 r1 c1 c2", rows and columns of operands
  std::string_view on_arrays{};
  std::string (*on_arrays_for)(std::uint64_t bits) = nullptr;
  std::span<const double> kinks{};
  std::string_view kinks_where{};
  std::string (*kinks_where_for)(std::uint64_t bits) = nullptr;
  // Of a user's atom; those of the library have tables (reading/computed.hpp, rewrite/rules.hpp).
  notes (*computed)() = nullptr;
  int (*definition)(builder&, const operand_list&, std::uint64_t) = nullptr;
};
template <class A> constexpr atom_text text_facts_of() {
  atom_text t{A::name, A::latex, A::infix, facts_of<A>};
  if constexpr (requires { A::spelling(std::uint64_t{}); }) t.spelling = &A::spelling;
  if constexpr (requires { A::latex_for(std::uint64_t{}); }) t.latex_for = &A::latex_for;
  if constexpr (requires { A::flops; }) t.flops = A::flops;
  if constexpr (requires { A::on_arrays; }) t.on_arrays = A::on_arrays;
  if constexpr (requires { A::on_arrays_for(std::uint64_t{}); }) t.on_arrays_for = &A::on_arrays_for;
  if constexpr (A::arity == 1 && A::kinks::count > 0) t.kinks = A::kinks::points;
  if constexpr (requires { A::kinks_where; }) t.kinks_where = A::kinks_where;
  if constexpr (requires { A::kinks_where_for(std::uint64_t{}); }) t.kinks_where_for = &A::kinks_where_for;
  return t;
}
/// Of an atom that the library does not know.
template <class A> constexpr atom_text user_text_of() {
  auto t = text_facts_of<A>();
  if constexpr (can_be_noted<A>)
    t.computed = &notes_of<A>;
  else if constexpr (has_definition<A> && A::uses::size == 0)
    t.definition = &definition_rule<A>;
  return t;
}

template <class Users> struct user_texts;
template <class... A> struct user_texts<type_list<A...>> {
  static constexpr atom_text rows[] = {user_text_of<A>()..., {}};
};

/// A formula to print. The last node is the root. Domains name shapes in the table, which begins with the tensors'.
struct formula_view {
  const node* nodes;
  int size;
  const std::string_view* tensors;
  const coefficient_name* coefficients;
  const double* values;  // by slot
  const atom_text* users;
  int user_count;
  const shape* table = nullptr;
  int shape_count = 0, tensor_count = 0;
  bool is_derivative = false;

  /// These four are defined in reading/atom_texts.hpp.
  const atom_text& atom(int what) const;
  /// Bit k: the node has axis k. A formula without a table has tensors of all axes.
  unsigned axes_of(int i) const;
  /// Node i, or the shift that it is the mask of: shifted<0, 1>(x) is written as one.
  const node& seen(int i) const;
  /// The axes that node n gathers of operand k, as a mask; 0 where nothing is said of them.
  unsigned gathered(const node& n, int k) const;
};

/// The formula as its author wrote it.
template <class Facts> formula_view written_view(const double* values) {
  constexpr auto& f = Facts::written;
  using users = typename Facts::users;
  return {f.nodes,     f.size,  f.tensors,     f.coefficients, values, user_texts<users>::rows,
          users::size, f.table, f.shape_count, f.tensor_count};
}

}  // namespace regula::dsl
