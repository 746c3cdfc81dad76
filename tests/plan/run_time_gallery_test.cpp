// SPDX-License-Identifier: MIT
/// Every entry of the gallery at run time.
#include <tests/gallery/matrix_entries.hpp>
#include <tests/plan/run_time.hpp>

TEST_CASE("the gallery has one plan, at compile time and at run time", "[plan]") {
  gallery_test::for_every_entry([]<class F>(const char* name, const regula::penalty<F>&) {
    INFO(name);
    using facts = regula::dsl::formula_facts<F>;
    plan_test::same_at_run_time<facts, plan_test::everything<facts>>();
  });
}

TEST_CASE("atoms are found by name", "[plan]") {
  using mine = regula::type_list<regula::log_det_atom>;
  constexpr auto& atoms = regula::dsl::atoms_of<mine>;
  static_assert(atoms.find("huber") == regula::dsl::atom_index<regula::huber_atom>);
  static_assert(atoms.find("log_det") == regula::library_atoms::size);
  static_assert(regula::dsl::atom_set{}.find("log_det") == -1 && atoms.find("hubert") == -1);
  for (int what = 0; what < atoms.size(); ++what)
    if (const auto& name = atoms.facts(what).name; name != "max" && name != "min") CHECK(atoms.find(name) == what);
}
