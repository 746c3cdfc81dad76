// SPDX-License-Identifier: MIT
#include <dsl/meta/fixed_string.hpp>
#include <dsl/meta/type_list.hpp>
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

TEST_CASE("what names look like", "[meta]") {
  std::string name = "l1";
  CHECK(is_identifier(name));
  CHECK_FALSE(is_identifier(name + "-"));
  CHECK_FALSE(is_identifier("1" + name));
}
