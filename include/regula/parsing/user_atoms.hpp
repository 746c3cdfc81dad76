// SPDX-License-Identifier: MIT
/// Atoms of the user's, for formulas that are parsed: made by regula::atoms<A...>() of <regula/user_atoms.hpp>.
#pragma once
#include <memory>

namespace regula {

namespace parsing {
struct atom_table;
}  // namespace parsing

/// None when default-made. Copies share what they know.
class user_atoms {
public:
  user_atoms() = default;
  explicit user_atoms(std::shared_ptr<const parsing::atom_table> table) : table_(std::move(table)) {}
  const parsing::atom_table* table() const { return table_.get(); }

private:
  std::shared_ptr<const parsing::atom_table> table_;
};

}  // namespace regula
