// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdlib>
#include <dsl/meta/fixed_string.hpp>
#include <dsl/meta/number_text.hpp>
#include <dsl/meta/type_list.hpp>
#include <limits>
#include <string>
#include <tests/catch.hpp>
#include <type_traits>

namespace {

using regula::fixed_string;
using regula::type_list;
using regula::dsl::is_automatic_name;
using regula::dsl::is_identifier;
using regula::dsl::position_of;
using regula::dsl::type_at;
using regula::dsl::unite;

template <fixed_string Name> struct named {};

static_assert(fixed_string("l1").view() == "l1");
static_assert(fixed_string("").view().empty());
static_assert(std::is_same_v<named<"W">, named<"W">>);
static_assert(!std::is_same_v<named<"W">, named<"W0">>);
static_assert(!std::is_same_v<named<"W">, named<"V">>);

static_assert(is_identifier("W") && is_identifier("_") && is_identifier("kernel_2") && is_identifier("Abc"));
static_assert(!is_identifier("") && !is_identifier("2W") && !is_identifier("a b") && !is_identifier("a-b"));
static_assert(!is_identifier("W\n") &&
              !is_identifier("gr\xc3\xb6\xc3\x9f"
                             "e") &&
              !is_identifier("a.b"));
static_assert(!is_identifier(std::string_view("a\0b", 3)));

static_assert(is_automatic_name("c0") && is_automatic_name("c12") && is_automatic_name("c007"));
static_assert(!is_automatic_name("c") && !is_automatic_name("") && !is_automatic_name("d0"));
static_assert(!is_automatic_name("c0x") && !is_automatic_name("C0") && !is_automatic_name("cc0"));

struct a {};
struct b {};
struct c {};

static_assert(type_list<>::size == 0 && type_list<a, b, a>::size == 3);
static_assert(std::is_same_v<type_at<0, type_list<a, b, a>>, a>);
static_assert(std::is_same_v<type_at<1, type_list<a, b, a>>, b>);
static_assert(std::is_same_v<type_at<2, type_list<a, b, a>>, a>);
static_assert(position_of<a, type_list<a, b, a>> == 0);
static_assert(position_of<b, type_list<a, b, a>> == 1);
static_assert(position_of<c, type_list<a, b, a>> == -1);
static_assert(position_of<a, type_list<>> == -1);

template <class... Lists> using united = typename unite<type_list<>, Lists...>::type;
static_assert(std::is_same_v<united<>, type_list<>>);
static_assert(std::is_same_v<united<type_list<>, type_list<>>, type_list<>>);
static_assert(std::is_same_v<united<type_list<a, b>, type_list<b, c>>, type_list<a, b, c>>);
static_assert(std::is_same_v<united<type_list<c>, type_list<a, c>, type_list<a>>, type_list<c, a>>);

}  // namespace

TEST_CASE("a number's text reads back, and NaN has no sign", "[meta]") {
  using regula::dsl::number_text;
  constexpr double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  for (const double v : {nan, -nan, std::copysign(nan, 1.0), std::copysign(nan, -1.0), infinity - infinity})
    CHECK(number_text(v) == "nan");
  CHECK(number_text(infinity) == "inf");
  CHECK(number_text(-infinity) == "-inf");
  CHECK(number_text(-0.0) == "-0");
  for (const double v : {0.0, -0.1, 1e-4, 9e-5, 1e15, 1e16, 1e-300, 5e-324, 1.0 / 3.0})
    CHECK(std::strtod(number_text(v).c_str(), nullptr) == v);
  CHECK(number_text(0.0001) + " " + number_text(100000) + " " + number_text(1e-7) == "0.0001 100000 1e-07");
}

TEST_CASE("what names look like", "[meta]") {
  std::string name = "l1";
  CHECK(is_identifier(name));
  CHECK_FALSE(is_identifier(name + "-"));
  CHECK_FALSE(is_identifier("1" + name));
}
