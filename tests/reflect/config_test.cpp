// SPDX-License-Identifier: MIT
/// Coefficients by name: read, set, rebuilt from a config; every refusal names the key and leaves the penalty as it was.
#include <Eigen/Core>
#include <bit>
#include <cstdint>
#include <limits>
#include <map>
#include <regula/config.hpp>
#include <regula/penalty.hpp>
#include <string>
#include <tests/catch.hpp>
#include <utility>
#include <vector>

namespace {

using namespace regula::symbols;
using Catch::Matchers::ContainsSubstring;
using regula::coef;
using regula::coefficient_error;
using regula::free_coef;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr auto elastic = regula::penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W)));
using elastic_type = std::remove_const_t<decltype(elastic)>;

/// Runs f, which must throw a coefficient_error, and returns what it says.
template <class F> std::string complaint(F f) {
  try {
    f();
  } catch (const coefficient_error& e) {
    return e.what();
  }
  return "nothing was thrown";
}

// All of it while compiling.
static_assert(elastic.get_config().at("l1") == 0.01);
static_assert(elastic.get_config().size() == 2);
static_assert(elastic.get_config().contains("l2") && !elastic.get_config().contains("l3"));
static_assert(elastic.coefficient<"l2">() == 0.02 && elastic.coefficient("l2") == 0.02);
static_assert(elastic_type::from_config({{"l2", 0.5}, {"l1", 0.25}}).coefficient<"l1">() == 0.25);
static_assert(elastic.with_config({{"l2", 0.5}}).get_config().at("l1") == 0.01);
static_assert(elastic_type::from_config(elastic.get_config()) == elastic);
static_assert([] {
  auto p = elastic;
  p.set<"l1">(0.5);
  p.set("l2", 0.75);
  return p.coefficient("l1") + p.coefficient("l2");
}() == 1.25);

}  // namespace

TEST_CASE("a config lists names and values in reading order", "[reflect]") {
  const auto p = regula::penalty(0.5 * sum(square(W)) + coef<"l1">(0.01) * sum(abs(W)) + 3 * mean(W));
  std::vector<std::pair<std::string, double>> seen;
  for (const auto& [name, value] : p.get_config()) seen.emplace_back(name, value);
  CHECK(seen == std::vector<std::pair<std::string, double>>{{"c0", 0.5}, {"l1", 0.01}, {"c1", 3.0}});
  CHECK(p.get_config().names() == "c0, l1, c1");
}

TEST_CASE("a formula without coefficients has an empty config", "[reflect]") {
  const auto p = regula::penalty(sum(abs(W)));
  using type = std::remove_const_t<decltype(p)>;
  CHECK(p.get_config().size() == 0);
  CHECK(p.get_config().begin() == p.get_config().end());
  CHECK(type::from_config({}) == p);
  CHECK(complaint([&] { (void)p.coefficient("l1"); }) == "no coefficient \"l1\"; known: none");
}

TEST_CASE("a penalty is rebuilt from whatever holds names and numbers", "[reflect]") {
  const Eigen::MatrixXd w = Eigen::MatrixXd::Random(7, 3);
  const auto expected = 0.5 * w.cwiseAbs().sum() + 0.25 * w.squaredNorm();

  const std::map<std::string, double> map{{"l2", 0.25}, {"l1", 0.5}};
  const std::vector<std::pair<std::string, double>> pairs{{"l2", 0.25}, {"l1", 0.5}};
  const std::vector<std::pair<const char*, float>> floats{{"l1", 0.5f}, {"l2", 0.25f}};
  const auto braced = elastic_type::from_config({{"l1", 0.5}, {"l2", 0.25}});
  CHECK(braced(w) == Approx(expected));
  CHECK(elastic_type::from_config(map) == braced);
  CHECK(elastic_type::from_config(pairs) == braced);
  CHECK(elastic_type::from_config(floats) == braced);
  CHECK(elastic_type::from_config(braced.get_config()) == braced);
  CHECK(elastic.with_config(map) == braced);
  CHECK(elastic.with_config(pairs) == braced);
  CHECK(elastic.with_config(braced.get_config()) == braced);
  CHECK(elastic.with_config({{"l2", 0.25}}).with_config({{"l1", 0.5}}) == braced);

  SECTION("the config of another formula with the same names") {
    const auto other = regula::penalty(coef<"l2">(0.25) * norm2(W) + coef<"l1">(0.5) * norm1(W));
    CHECK(elastic_type::from_config(other.get_config()) == braced);
  }
}

TEST_CASE("doubles make the round trip bit by bit", "[reflect]") {
  using limits = std::numeric_limits<double>;
  const auto p = regula::penalty(free_coef<"mu">(1.0) * sum(W));
  for (const double v : {0.0, -0.0, 0.1, 1.0 / 3.0, -1.0 / 3.0, 1e-300, 5e-324, -5e-324, 0.1 + 0.2, 1e22, limits::max(),
                         limits::lowest(), limits::min(), limits::epsilon(), 123456789.123456789}) {
    const auto config = p.with_config({{"mu", v}}).get_config();
    std::map<std::string, double> map;
    for (const auto& [name, value] : config) map.emplace(name, value);
    const auto again = std::remove_const_t<decltype(p)>::from_config(map);
    CHECK(std::bit_cast<std::uint64_t>(again.coefficient<"mu">()) == std::bit_cast<std::uint64_t>(v));
  }
}

TEST_CASE("a coefficient is set by name", "[reflect]") {
  const Eigen::MatrixXd w = Eigen::MatrixXd::Random(5, 4);
  auto p = elastic;
  p.set<"l1">(0.5);
  CHECK(p.coefficient<"l1">() == 0.5);
  p.set("l2", 0.25);
  CHECK(p.coefficient("l2") == 0.25);
  CHECK(p(w) == Approx(0.5 * w.cwiseAbs().sum() + 0.25 * w.squaredNorm()));
  p.set(std::string("l2"), 0.0);
  CHECK(p(w) == Approx(0.5 * w.cwiseAbs().sum()));

  auto unnamed = regula::penalty(2.0 * sum(W));
  unnamed.set<"c0">(-3.0);
  CHECK(unnamed(w) == Approx(-3.0 * w.sum()));
}

TEST_CASE("free and unnamed coefficients take either sign, named ones do not", "[reflect]") {
  auto p = regula::penalty(free_coef<"mu">(-0.5) * sum(W) + -2.0 * sum(square(W)) + coef<"l1">(0.0) * sum(abs(W)));
  CHECK(p.coefficient<"mu">() == -0.5);
  CHECK(p.coefficient<"c0">() == -2.0);
  p.set<"mu">(-1e300);
  p.set<"l1">(-0.0);
  CHECK(complaint([&] { p.set<"l1">(-1e-300); }) ==
        "coefficient \"l1\" cannot be -1e-300: it must be finite and not negative");
  CHECK(complaint([&] { p.set<"mu">(infinity); }) == "coefficient \"mu\" cannot be inf: it must be finite");
  CHECK(complaint([&] { p.set("c0", not_a_number); }) == "coefficient \"c0\" cannot be nan: it must be finite");
}

TEST_CASE("a refused value leaves the penalty as it was", "[reflect]") {
  auto p = elastic;
  for (const double bad : {not_a_number, infinity, -infinity, -0.25}) {
    for (const auto& said :
         {complaint([&] { p.set<"l1">(bad); }), complaint([&] { p.set("l1", bad); }), complaint([&] {
            p = p.with_config({{"l2", 0.5}, {"l1", bad}});
          }),
          complaint([&] {
            p = elastic_type::from_config({{"l2", 0.5}, {"l1", bad}});
          }),
          complaint([&] { p = elastic_type(coef<"l1">(bad) * sum(abs(W)) + coef<"l2">(0.5) * sum(square(W))); })}) {
      CHECK_THAT(said, ContainsSubstring("coefficient \"l1\" cannot be " + regula::dsl::number_text(bad)));
      CHECK_THAT(said, ContainsSubstring("it must be finite and not negative"));
    }
    CHECK(p == elastic);
  }
}

TEST_CASE("keys are known, given once, and complete", "[reflect]") {
  auto p = elastic;
  const auto unknown = "no coefficient \"l3\"; known: l1, l2";
  CHECK(complaint([&] { p.set("l3", 0.1); }) == unknown);
  CHECK(complaint([&] { (void)p.coefficient("l3"); }) == unknown);
  CHECK(complaint([&] { (void)p.get_config().at("l3"); }) == unknown);
  CHECK(complaint([&] { p = p.with_config({{"l1", 0.5}, {"l3", 0.1}}); }) == unknown);
  CHECK(complaint([&] { p = elastic_type::from_config({{"l1", 0.5}, {"l2", 0.5}, {"l3", 0.1}}); }) == unknown);
  CHECK(complaint([&] { p.set("", 0.1); }) == "no coefficient \"\"; known: l1, l2");
  CHECK(complaint([&] { p.set("L1", 0.1); }) == "no coefficient \"L1\"; known: l1, l2");

  CHECK(complaint([&] {
          p = elastic_type::from_config({{"l1", 0.5}});
        }) == "coefficient \"l2\" is missing; needed: l1, l2");
  CHECK(complaint([&] { p = elastic_type::from_config({}); }) == "coefficient \"l1\" is missing; needed: l1, l2");
  CHECK(complaint([&] {
          p = elastic_type::from_config(std::map<std::string, double>{{"l2", 1.0}});
        }) == "coefficient \"l1\" is missing; needed: l1, l2");

  const auto twice = "coefficient \"l1\" is given twice: 0.5 and 0.25";
  CHECK(complaint([&] { p = p.with_config({{"l1", 0.5}, {"l1", 0.25}}); }) == twice);
  CHECK(complaint([&] { p = elastic_type::from_config({{"l1", 0.5}, {"l2", 1.0}, {"l1", 0.25}}); }) == twice);
  CHECK(p == elastic);
}

TEST_CASE("a name used twice is one coefficient", "[reflect]") {
  const Eigen::MatrixXd w = Eigen::MatrixXd::Random(5, 4);
  auto p = regula::penalty(coef<"l">(0.5) * sum(abs(W)) + 2.0 * sum(W) + coef<"l">(0.5) * sum(square(W)));
  static_assert(decltype(p)::config_type::size() == 2);
  CHECK(p.get_config().names() == "l, c0");
  p.set<"l">(0.25);
  CHECK(p(w) == Approx(0.25 * w.cwiseAbs().sum() + 2.0 * w.sum() + 0.25 * w.squaredNorm()));

  double second = 0.75;
  CHECK(complaint([&] { (void)regula::penalty(coef<"l">(0.5) * sum(abs(W)) + coef<"l">(second) * sum(square(W))); }) ==
        "coefficient \"l\" has two values: 0.5 and 0.75");
}

TEST_CASE("equal penalties have equal coefficients", "[reflect]") {
  CHECK(elastic == elastic_type::from_config({{"l1", 0.01}, {"l2", 0.02}}));
  CHECK(elastic != elastic.with_config({{"l1", 0.02}}));
  CHECK(elastic.get_config() == elastic_type::from_config(elastic.get_config()).get_config());
}
