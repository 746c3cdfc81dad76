// SPDX-License-Identifier: MIT
/// What atoms state, by index and by name: those of the library, and a formula's own once their types are named.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/graph/extents.hpp>
#include <dsl/graph/node.hpp>

namespace regula::dsl {

class builder;

/// The plain facts of an atom's block.
struct atom_facts {
  std::string_view name;
  int arity;
  bool reduces, parametric;
  regula::range range;
  int cost;
  role meets;
  bool symmetric, applies_first, is_logarithm;
  unsigned (*neighbours)(std::uint64_t bits);
  bool has_shape;  // false: entry by entry, or a plain reduction
  shape (*shape_of)(const shape* x, std::uint64_t bits);
  shape (*found_shape)(extents& e, const shape* x, std::uint64_t bits);  // notes which extents must be equal
};
template <class A> constexpr shape shape_rule(const shape* x, std::uint64_t bits) {
  settled_extents e;
  return A::shape_of(e, x, bits);
}
template <class A> constexpr shape found_shape_rule(extents& e, const shape* x, std::uint64_t bits) {
  return A::shape_of(e, x, bits);
}
template <class A>
inline constexpr atom_facts facts_of = [] {
  atom_facts f{A::name,      A::arity, A::reduces,    A::parametric,  A::range,     A::cost, A::meets,
               A::symmetric, false,    has_factor<A>, &A::neighbours, has_shape<A>, nullptr, nullptr};
  if constexpr (A::meets == role::operation) f.applies_first = A::applies_first;
  if constexpr (has_shape<A>) f.shape_of = &shape_rule<A>, f.found_shape = &found_shape_rule<A>;
  return f;
}();

/// An atom's block as functions on graphs; rules.hpp makes it. Null where the atom states none.
struct atom_rules {
  atom_facts facts;
  void (*slope)(builder&, const operand_list& x, int self, std::int16_t* slopes);
  void (*adjoint)(builder&, const operand_list& x, int self, int adjoint, std::int16_t* shares);
  int (*definition)(builder&, const operand_list& x, std::uint64_t bits);
  int (*simplified)(builder&, const operand_list& x, std::uint64_t bits);  // -1: as it is
  int (*reading)(builder&, const operand_list& x, std::uint64_t bits);
  range (*found_range)(const range* x, std::uint64_t bits);
  bool has_slope, has_definition, has_adjoint, has_simplified, has_reading,
      has_range;  // g++ 12 cannot compare the pointers with null in constant expressions under UBSan
};

inline constexpr atom_rules no_rules{};

template <class List> struct facts_table;
template <class... A> struct facts_table<type_list<A...>> {
  static constexpr const atom_facts* rows[sizeof...(A) + 1] = {&facts_of<A>..., nullptr};
};

/// The atoms that a graph names by index: the library's, then `user_count` others.
struct atom_set {
  const atom_facts* const* user_facts = nullptr;
  const atom_rules* const* user_rules = nullptr;
  int user_count = 0;
  const atom_rules* const* library_rules = nullptr;  // those of a set that is rewritten: rewrite/rules.hpp has them

  constexpr int size() const { return library_atoms::size + user_count; }
  constexpr const atom_facts& facts(int what) const {
    return what < library_atoms::size ? *facts_table<library_atoms>::rows[what]
                                      : *user_facts[what - library_atoms::size];
  }
  /// Those of a user's atom are unknown in a set that has only the facts of it.
  constexpr const atom_rules& rules(int what) const {
    if (what < library_atoms::size) return *library_rules[what];
    return user_rules == nullptr ? no_rules : *user_rules[what - library_atoms::size];
  }
  /// The index of an atom of the formula's own, or -1.
  constexpr int user_index(const atom_rules* own) const {
    for (int i = 0; i < user_count; ++i)
      if (user_rules[i] == own) return library_atoms::size + i;
    return -1;
  }
  /// The first atom of this name, or -1.
  constexpr int find(std::string_view name) const {
    for (int i = 0; i < size(); ++i)
      if (facts(i).name == name) return i;
    return -1;
  }
};

}  // namespace regula::dsl
