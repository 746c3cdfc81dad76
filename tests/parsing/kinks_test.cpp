// SPDX-License-Identifier: MIT
/// Where a penalty may have no derivative: what each atom says of itself, with the text of its arguments.
#include <regula/parse.hpp>
#include <regula/parsing/kinks.hpp>
#include <regula/user_atoms.hpp>
#include <tests/catch.hpp>

namespace parsing_kinks_test {

/// max(|x| - 1, 0), by hand.
struct notched_atom : regula::elementwise {
  static constexpr std::string_view name = "notched", latex = "n\\left({#1}\\right)";
  using kinks = regula::kinks_at<-1, 1>;
  static constexpr auto value(const auto& x) { return max(abs(x) - 1.0, 0.0); }
  static constexpr auto slope(const auto& x, const auto&) { return greater(abs(x), 1.0) * sign(x); }
};

}  // namespace parsing_kinks_test

namespace {

std::vector<std::string> places(std::string_view text, const regula::user_atoms& atoms = {}) {
  std::vector<std::string> all;
  for (const auto& k : regula::kinks_of(regula::parse(text, atoms))) all.push_back(k.part + " at " + k.place);
  return all;
}
using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a kink is where an atom says so, in the words of its argument", "[parsing]") {
  CHECK(places("sum(abs(W - W0))") == texts{"abs(W - W0) at W - W0 = 0"});
  CHECK(places("t = 0.5; sum(max(W, t))") == texts{"max(t, W) at t = W"});
  CHECK(places("max(W)") == texts{"max(W) at largest entries of W that tie"});
  CHECK(places("sum(norm2(rowwise(W)))") == texts{"norm2(rowwise(W)) at its value 0"});
  CHECK(places("nuclear_norm(W)") == texts{"sigma_sum(svd(W)) at a singular value of 0"});
  CHECK(places("spectral_norm(W)") == texts{"sigma_sum(svd(W)) at largest singular values that tie"});
}

TEST_CASE("a power has a kink at 0 where its exponent is below 1", "[parsing]") {
  CHECK(places("sum(W^(1/2))") == texts{"sqrt(W) at W = 0"});
  CHECK(places("sum(abs(W)^(2/3))") == texts{"abs(W) at W = 0", "pow<2, 3>(abs(W)) at abs(W) = 0"});
  CHECK(places("sum(W^(-1))").size() == 1);
  CHECK(places("sum(cube(W))").empty());
  CHECK(places("sum(square(W)) + sum(W^4)").empty());
}

TEST_CASE("an atom of the user's is asked as the library's are", "[parsing]") {
  const auto atoms = regula::atoms<parsing_kinks_test::notched_atom>();
  CHECK(places("sum(notched(W))", atoms) == texts{"notched(W) at W = -1", "notched(W) at W = 1"});
}
