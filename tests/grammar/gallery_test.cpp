// SPDX-License-Identifier: MIT
/// Every entry of the gallery, printed and read back.
#include <tests/gallery/matrix_entries.hpp>
#include <tests/grammar/round_trip.hpp>

TEST_CASE("the gallery comes back from its texts", "[grammar]") {
  int entries = 0;
  gallery_test::for_every_entry([&]<class F>(const char* name, const regula::penalty<F>& p) {
    INFO(name);
    using facts = regula::dsl::formula_facts<F>;
    using users = typename facts::users;
    ++entries;
    grammar_test::check_texts(regula::dsl::written_view<facts>(p.coefficient_values().data()),
                              regula::dsl::words_of<users>, regula::dsl::atoms_of<users>);
  });
  CHECK(entries == 90);
}
