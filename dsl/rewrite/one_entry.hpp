// SPDX-License-Identifier: MIT
/// Matrices that turn out to have one row and one column: a column's gram, a row times a column.
#pragma once
#include <dsl/rewrite/canonical.hpp>

namespace regula::dsl {

/// Whether an operation on whole matrices is given, or makes, a matrix of one entry. It computes in memory, where a number
/// has no place: its atom must say what it is of numbers.
constexpr bool meets_one_entry(const atom_set& atoms, const node* nodes, const node& n) {
  if (n.what < 0) return false;
  const auto& f = atoms.facts(n.what);
  if (f.meets == role::operation && n.scalar()) return true;
  bool one_entry = false;
  for (const int x : n.operands) one_entry = one_entry || (x >= 0 && nodes[x].scalar());
  return one_entry && (f.meets == role::operation || (f.meets == role::reduction && f.has_shape));
}

/// Why a formula is refused. Its normal form is made only if an operation in it may not be known of one entry.
template <class Facts> constexpr problem trouble_of() {
  constexpr auto& f = Facts::written;
  if constexpr (f.trouble != problem::none) {
    return f.trouble;
  } else {
    constexpr bool one_entry = [] {
      for (int i = 0; i < f.size; ++i)
        if (meets_one_entry(facts_of_atoms<typename Facts::users>, f.nodes, f.nodes[i])) return true;
      return false;
    }();
    if constexpr (one_entry) {
      arena<24 * f.size + 96> room;
      builder g{room.room(), atoms_of<typename Facts::users>};
      g.seed_shapes(f.table, f.shape_count);
      std::int16_t image[f.size]{};
      canonicalize(g, f.nodes, f.size, image);
      if (g.trouble() == problem::matrix_of_one_entry) return g.trouble();
    }
    return problem::none;
  }
}

}  // namespace regula::dsl
