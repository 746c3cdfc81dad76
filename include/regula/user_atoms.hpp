// SPDX-License-Identifier: MIT
/// Atoms of one's own in formulas that are parsed: their names become words, their code is compiled here.
///
///   const auto p = regula::parse("0.1 * sum(swish(W))", regula::atoms<swish_atom>());
#pragma once
#include <dsl/graph/lower.hpp>
#include <regula/formula.hpp>
#include <regula/parsing/atom_table.hpp>
#include <regula/parsing/user_atoms.hpp>

namespace regula {

/// These atoms and those that they use.
template <class... A> user_atoms atoms() {
  using all = typename parsing::with_uses<A...>::type;
  return user_atoms(std::make_shared<const parsing::atom_table>(parsing::make_atom_table<all>::run()));
}

}  // namespace regula
