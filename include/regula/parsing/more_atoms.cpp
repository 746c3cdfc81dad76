// SPDX-License-Identifier: MIT
#include <dsl/atoms/sorted.hpp>
#include <dsl/atoms/sparse.hpp>
#include <dsl/atoms/spectral.hpp>
#include <dsl/graph/lower.hpp>
#include <regula/parsing/code.hpp>

namespace regula::parsing {
namespace {

using more = dsl::unite<type_list<>, sorted_atoms, spectral_atoms, sparse_atoms>::type;
template <class List> struct table;
template <class... A> struct table<type_list<A...>> {
  static parsing::atom_table make() { return parsing::make_atom_table<typename parsing::with_uses<A...>::type>::run(); }
};

}  // namespace

const parsing::atom_table& atoms_beside_the_library() {
  static const parsing::atom_table made = table<more>::make();
  return made;
}

}  // namespace regula::parsing
