// SPDX-License-Identifier: MIT
/// Every entry of the gallery, printed and read back.
#include <tests/gallery/entries.hpp>
#include <tests/gallery/matrix_entries.hpp>
#include <tests/grammar/round_trip.hpp>

namespace {

int entries = 0;

const auto check = []<class F>(const char* name, const regula::penalty<F>& p) {
  INFO(name);
  using facts = regula::dsl::formula_facts<F>;
  using users = typename facts::users;
  ++entries;
  grammar_test::check_texts(regula::dsl::written_view<facts>(p.coefficient_values().data()),
                            regula::dsl::words_of<users>, regula::dsl::atoms_of<users>);
};

}  // namespace

TEST_CASE("the gallery comes back from its texts", "[grammar]") {
  using namespace gallery_test;
  for_each_entry(check);
  for_each_group_entry(check);
  for_each_orthogonal_entry(check);
  for_each_variation_entry(check);
  for_each_partner_entry(check);
  for_each_singular_entry(check);
  for_each_eigen_entry(check);
  for_each_sorted_entry(check);
  for_each_graph_entry(check);
  CHECK(entries == 90);
}
