// SPDX-License-Identifier: MIT
/// Atoms of a user's in texts: known by name, by their spelling, by a reader of their own.
#include <regula/formula_text.hpp>
#include <regula/penalty.hpp>
#include <tests/grammar/round_trip.hpp>

namespace {

template <int K> struct times_atom : regula::elementwise {
  static constexpr std::string_view name = "times", latex = "k {#1}";
  static std::string spelling(std::uint64_t) { return "times<" + std::to_string(K) + ">"; }
  static constexpr auto value(const auto& x) { return static_cast<double>(K) * x; }
  static constexpr auto slope(const auto&, const auto&) { return static_cast<double>(K); }
};
/// Its bits say how often.
struct shrunk_atom : regula::elementwise {
  static constexpr std::string_view name = "shrunk", latex = "{#1}/k";
  static constexpr std::string_view words[] = {"shrunk", "halved"};
  static constexpr bool parametric = true;
  static std::string spelling(std::uint64_t bits) {
    return bits == 2 ? "halved" : "shrunk<" + std::to_string(bits) + ">";
  }
  static constexpr regula::dsl::meaning read(std::string_view word, const regula::dsl::settings& s) {
    if (word == "halved") return {2};
    if (s.count != 1 || s.at[0] < 1) return regula::dsl::meaning::refuse("shrunk<K>(x) is x / K, K positive");
    return {static_cast<std::uint64_t>(s.at[0])};
  }
  template <std::uint64_t K> static constexpr auto value(const auto& x) { return (1.0 / static_cast<double>(K)) * x; }
  static constexpr auto slope(const auto&, const auto&, std::uint64_t k) { return 1.0 / static_cast<double>(k); }
};
struct blend_atom : regula::elementwise {
  static constexpr std::string_view name = "blend", latex = "{#1} {#2}";
  static constexpr int arity = 2;
  static constexpr auto value(const auto& a, const auto& b) { return a * b; }
  static constexpr auto slope(const auto& a, const auto& b, const auto&) { return regula::partials{b, a}; }
};

using users = regula::type_list<times_atom<2>, times_atom<3>, shrunk_atom, blend_atom>;
const auto text_of = [](std::string_view text) { return regula::dsl::parse_text(text, regula::dsl::words_of<users>); };
int atom_of(std::string_view text) { return text_of(text).nodes().back().what - regula::library_atoms::size; }

static_assert(std::is_same_v<std::remove_cvref_t<decltype(regula::formula<"sum(halved(W))", shrunk_atom>)>,
                             decltype(sum(regula::call<shrunk_atom, 2>(regula::symbols::W)))>);

static_assert(regula::dsl::typed_text<"sum(times<2>(W))", users>::parsed.result.problem.kind ==
              regula::dsl::mistake::refused_settings);  // its spelling is known at run time only

/// Names an atom around it that there is not.
struct lost_atom : shrunk_atom {
  static constexpr std::string_view name = "lost";
  static constexpr std::string_view words[] = {"lost"};
  static constexpr regula::dsl::meaning read(std::string_view, const regula::dsl::settings&) { return {1, "nobody"}; }
};

}  // namespace

TEST_CASE("a user's atom is known by its name, its spelling, its reader", "[grammar]") {
  CHECK(atom_of("times<2>(W)") == 0);
  CHECK(atom_of("times< 3 >(W)") == 1);
  CHECK(atom_of("shrunk<7>(W)") == 2);
  CHECK(text_of("shrunk<7>(W)").nodes().back().bits == 7);
  CHECK(text_of("halved(W)").nodes().back().bits == 2);
  CHECK(atom_of("blend(W, V)") == 3);
  using Catch::Matchers::ContainsSubstring;
  CHECK_THROWS_WITH(text_of("times<4>(W)"), ContainsSubstring("'times' is known with other numbers in < and > only"));
  CHECK_THROWS_WITH(text_of("times(W)"), ContainsSubstring("'times' is known with other numbers in < and > only"));
  CHECK_THROWS_WITH(text_of("shrunk<0>(W)"), ContainsSubstring("shrunk<K>(x) is x / K, K positive"));
  CHECK_THROWS_WITH(text_of("blend<1>(W, V)"), ContainsSubstring("'blend' takes no numbers in < and >"));
  CHECK_THROWS_WITH(text_of("blend(W)"), ContainsSubstring("'blend' takes 2 arguments, here is 1"));
  CHECK_THROWS_WITH(regula::dsl::parse_text("lost(W)", regula::dsl::words_of<regula::type_list<lost_atom>>),
                    ContainsSubstring("names an atom that is not known"));
  CHECK_THROWS_WITH(text_of("blned(W, V)"), ContainsSubstring("did you mean 'blend'?"));
}

TEST_CASE("formulas of a user's atoms come back from their texts", "[grammar]") {
  using regula::call;
  using regula::symbols::V;
  using regula::symbols::W;
  const regula::penalty p(0.5 * sum(call<blend_atom>(call<times_atom<3>>(W), call<shrunk_atom, 5>(V))) -
                          regula::constant<1, 3> * mean(call<shrunk_atom, 2>(call<times_atom<2>>(W))));
  using facts = regula::dsl::formula_facts<std::remove_cvref_t<decltype(p.formula())>>;
  grammar_test::check_texts(regula::dsl::written_view<facts>(p.coefficient_values().data()),
                            regula::dsl::words_of<facts::users>, regula::dsl::atoms_of<facts::users>);
}
