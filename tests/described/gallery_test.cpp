// SPDX-License-Identifier: MIT
/// Every entry of the gallery to JSON and back.
#include <regula/json.hpp>
#include <regula/parse.hpp>
#include <regula/text.hpp>
#include <regula/user_atoms.hpp>
#include <tests/catch.hpp>
#include <tests/gallery/matrix_entries.hpp>

namespace described_test {

using namespace regula;

/// A matrix for each tensor, or what is said of it.
inline std::string value_text(const parsed_penalty& p) {
  Eigen::MatrixXd a(4, 4), b(4, 4), c(4, 4);
  for (int k = 0; k < 16; ++k) a(k) = 0.4 + 0.03 * k, b(k) = 0.9 - 0.05 * k, c(k) = 0.1 + 0.2 * (k % 3);
  const auto n = p.tensor_names();
  try {
    const double v = n.size() == 1   ? p.value({{n[0], a}})
                     : n.size() == 2 ? p.value({{n[0], a}, {n[1], b}})
                                     : p.value({{n[0], a}, {n[1], b}, {n[2], c}});
    return dsl::number_text(v);
  } catch (const error& e) {
    return e.what();
  }
}

/// Its atoms, where the engine does not have them all: singular_powers<P> has a type for each P.
template <class Users> user_atoms own_atoms(const std::string& j) {
  try {
    penalty_from_json(j);
    return {};
  } catch (const config_error&) {
    return user_atoms(std::make_shared<const parsing::atom_table>(parsing::make_atom_table<Users>::run()));
  }
}

}  // namespace described_test

TEST_CASE("every entry of the gallery comes back from its JSON", "[described]") {
  using namespace described_test;
  int entries = 0, values = 0, with_atoms = 0;
  gallery_test::for_every_entry([&]<class F>(const char* name, const regula::penalty<F>& p) {
    ++entries;
    const auto j = to_json(p);
    INFO(name << ": " << j);
    const auto own = own_atoms<typename dsl::formula_facts<F>::users>(j);
    with_atoms += own.table() != nullptr;
    const auto again = penalty_from_json(j, own);
    CHECK(to_json(again) == j);
    const auto text = to_string(p, text_style{text_form::text, {}});
    CHECK(again.text("text") == text);
    CHECK(to_json(parse(text, own)) == j);
    const auto value = value_text(again);
    CHECK(value == value_text(parse(text, own)));
    values += value.find_first_not_of("0123456789.e+-") == std::string::npos;
  });
  CHECK(entries == 90);
  CHECK(with_atoms == 3);
  CHECK(values >= 80);
}
