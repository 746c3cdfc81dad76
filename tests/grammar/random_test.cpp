// SPDX-License-Identifier: MIT
/// 10 000 random formulas, printed and read back.
#include <regula/decompositions.hpp>
#include <regula/formula.hpp>
#include <tests/grammar/random_texts.hpp>

TEST_CASE("random formulas come back from their texts", "[grammar]") {
  using users = regula::type_list<regula::nuclear_norm_atom, regula::singular_powers_atom<3, 2>,
                                  regula::singular_powers_atom<1, 1>, regula::power_norm_atom<16>,
                                  regula::sorted_l1_atom, regula::top_k_sum_atom<2>, regula::top_k_sum_atom<5>>;
  using namespace grammar_test;
  int read = 0, nodes = 0;
  for (unsigned seed = 0; read < 10'000; ++seed) {
    const random_formula f(seed, atoms_of<users>);
    if (!f.good() || f.size() < 8) continue;
    INFO("seed " << seed);
    const auto view = f.view(user_texts<users>::rows, users::size);
    check_texts(view, words_of<users>, atoms_of<users>);
    ++read;
    nodes += view.size;
  }
  CHECK(nodes / read >= 12);
}
