// SPDX-License-Identifier: MIT
/// A penalty is a Hana Struct whose members are its coefficients.
#include <regula/reflection.hpp>
#include <string>
#include <tests/catch.hpp>
#include <vector>

namespace {

namespace hana = boost::hana;
using namespace regula::symbols;
using regula::coef;

constexpr auto elastic =
    regula::penalty(coef<"l1">(0.01) * sum(abs(W)) + 0.5 * mean(W) + coef<"l2">(0.02) * sum(square(W)));
using elastic_type = decltype(elastic);
constexpr auto l1 = BOOST_HANA_STRING("l1");
constexpr auto l2 = BOOST_HANA_STRING("l2");
constexpr auto c0 = BOOST_HANA_STRING("c0");

static_assert(hana::Struct<elastic_type>::value);
static_assert(!hana::Struct<decltype(W)>::value);
static_assert(hana::Foldable<elastic_type>::value && hana::Searchable<elastic_type>::value);
static_assert(hana::keys(elastic) == hana::make_tuple(l1, c0, l2));
static_assert(hana::members(elastic) == hana::make_tuple(0.01, 0.5, 0.02));
static_assert(hana::at_key(elastic, l2) == 0.02);
static_assert(hana::contains(elastic, l1) && !hana::contains(elastic, BOOST_HANA_STRING("l3")));
static_assert(hana::to_map(elastic)[l1] == 0.01);
static_assert(hana::find(elastic, c0) == hana::just(0.5));
static_assert(hana::length(hana::accessors<std::remove_const_t<elastic_type>>()) == hana::size_c<3>);

// A member is a number, not a reference: only set, with_config and from_config change a coefficient.
static_assert(std::is_same_v<decltype(hana::at_key(std::declval<std::remove_const_t<elastic_type>&>(), l1)), double>);

}  // namespace

TEST_CASE("hana walks over the coefficients", "[reflect]") {
  std::vector<std::pair<std::string, double>> seen;
  hana::for_each(elastic, hana::fuse([&](auto name, double value) { seen.emplace_back(name.c_str(), value); }));
  CHECK(seen == std::vector<std::pair<std::string, double>>{{"l1", 0.01}, {"c0", 0.5}, {"l2", 0.02}});

  const double total = hana::unpack(hana::members(elastic), [](auto... v) { return (v + ...); });
  CHECK(total == 0.01 + 0.5 + 0.02);
}

TEST_CASE("hana sees the present values", "[reflect]") {
  auto p = elastic;
  p.set<"l1">(0.75);
  CHECK(hana::at_key(p, l1) == 0.75);
  auto map = hana::to_map(p);
  map[l1] = 3.0;  // a copy
  CHECK(p.coefficient<"l1">() == 0.75);
  CHECK(hana::equal(p, p));
  CHECK_FALSE(hana::equal(p, elastic));
}

TEST_CASE("a config made by reflection rebuilds the penalty", "[reflect]") {
  std::vector<std::pair<std::string, double>> config;
  hana::for_each(elastic, hana::fuse([&](auto name, double value) { config.emplace_back(name.c_str(), value); }));
  CHECK(std::remove_const_t<elastic_type>::from_config(config) == elastic);
}

TEST_CASE("a formula without coefficients is an empty struct", "[reflect]") {
  constexpr auto p = regula::penalty(sum(abs(W)));
  static_assert(hana::Struct<decltype(p)>::value);
  static_assert(hana::members(p) == hana::make_tuple());
  CHECK(p.get_config().size() == 0);
}
