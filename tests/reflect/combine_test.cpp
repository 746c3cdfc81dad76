// SPDX-License-Identifier: MIT
/// Penalties that combine: the formula, the coefficients as they are now, and everything that follows from them.
#include <Eigen/Core>
#include <boost/hana.hpp>
#include <cmath>
#include <regula/gallery.hpp>
#include <regula/penalty.hpp>
#include <regula/reflection.hpp>
#include <regula/text.hpp>
#include <string>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using Catch::Matchers::ContainsSubstring;
using regula::coef;
using regula::constant;
using regula::free_coef;
using regula::penalty;

const Eigen::VectorXd w{{-2.0, 0.0, 0.5, 3.0}}, v{{1.0, -1.0, 2.0, 0.25}};

double sum_of_sizes() {
  double total = 0.0;
  for (const double x : w) total += std::fabs(x);
  return total;
}
double sum_of_squares() {
  double total = 0.0;
  for (const double x : w) total += x * x;
  return total;
}

constexpr auto one = penalty(coef<"l1">(0.25) * sum(abs(W)));
constexpr auto two = penalty(coef<"l2">(0.5) * sum(square(W)));

// All of it while compiling, with the values of now.
static_assert((one + two).coefficient<"l1">() == 0.25 && (one + two).coefficient<"l2">() == 0.5);
static_assert([] {
  auto p = one;
  p.set<"l1">(2.0);
  return (p + two).coefficient<"l1">();
}() == 2.0);
static_assert(std::is_same_v<decltype(one + two), decltype(regula::l1_l2())>);
static_assert(one + two == regula::l1_l2(0.25, 0.5));
static_assert((2.0 * one).coefficient<"c0">() == 2.0);
static_assert(penalty(one.formula()) == one);

}  // namespace

TEST_CASE("sums, differences and multiples of penalties", "[reflect]") {
  const double a = 0.25 * sum_of_sizes(), b = 0.5 * sum_of_squares();
  CHECK((one + two)(w) == Approx(a + b));
  CHECK((one - two)(w) == Approx(a - b));
  CHECK((-one)(w) == Approx(-a));
  CHECK((+one)(w) == Approx(a));
  CHECK((2.0 * one)(w) == Approx(2 * a));
  CHECK((one * 3)(w) == Approx(3 * a));
  CHECK((one / 4.0F)(w) == Approx(a / 4));
  CHECK((constant<2> * one)(w) == Approx(2 * a));
  CHECK((one / constant<1, 3>)(w) == Approx(3 * a));
  CHECK((coef<"a">(0.1) * (one + two))(w) == Approx(0.1 * (a + b)));
  CHECK((one * (coef<"a">(0.1) / constant<2>))(w) == Approx(0.05 * a));
  CHECK((0.5 * one - two / 3.0 + one)(w) == Approx(1.5 * a - b / 3));
  CHECK((one + 0.5 * sum(square(W)))(w) == Approx(a + b));
  CHECK((0.5 * sum(square(W)) - one)(w) == Approx(b - a));
}

TEST_CASE("a combination has the coefficients as they are at that moment", "[reflect]") {
  auto p = one;
  auto q = penalty(0.5 * sum(square(W)) + 3.0 * sum(W));
  p.set("l1", 7.0);
  q.set("c1", -1.0);
  auto both = 10.0 * p + q;
  p.set("l1", 8.0);
  CHECK(both.get_config().names() == "c0, l1, c1, c2");
  CHECK(both.get_config() ==
        decltype(both)::from_config({{"c0", 10}, {"l1", 7}, {"c1", 0.5}, {"c2", -1}}).get_config());
  CHECK(both(w) == Approx(70 * sum_of_sizes() + 0.5 * sum_of_squares() - w.sum()));
  both.set<"c0">(1.0);
  CHECK(both(w) == Approx(7 * sum_of_sizes() + 0.5 * sum_of_squares() - w.sum()));
  CHECK(p.coefficient<"l1">() == 8.0);
}

TEST_CASE("coefficients of one name meet", "[reflect]") {
  auto p = penalty(coef<"s">(0.5) * sum(abs(W)));
  auto q = penalty(coef<"s">(0.25) * sum(square(W)));
  CHECK_THROWS_AS(p + q, regula::coefficient_error);
  CHECK_THROWS_WITH(p + q, "coefficient \"s\" has two values: 0.5 and 0.25");
  CHECK_THROWS_WITH(coef<"s">(2.0) * p, "coefficient \"s\" has two values: 2 and 0.5");
  q.set<"s">(0.5);
  auto both = p + q;
  CHECK(both.get_config().names() == "s");
  both.set<"s">(2.0);
  CHECK(both(w) == Approx(2 * (sum_of_sizes() + sum_of_squares())));
  const auto twice = both + both;
  CHECK(twice(w) == Approx(4 * (sum_of_sizes() + sum_of_squares())));
  CHECK((free_coef<"mu">(-2.0) * one)(w) == Approx(-0.5 * sum_of_sizes()));
  CHECK_THROWS_WITH(coef<"a">(-1.0) * one, ContainsSubstring("\"a\" cannot be -1"));
}

TEST_CASE("tensors of one name meet, others are bound beside them", "[reflect]") {
  const auto p = one + penalty(0.5 * sum(square(W - V)));
  CHECK(p(W = w, V = v) == Approx(0.25 * sum_of_sizes() + 0.5 * (w - v).squaredNorm()));
  Eigen::VectorXd g(4), h(4);
  p.gradient(W = wrt(w, g), V = wrt(v, h));
  for (int i = 0; i < 4; ++i) {
    const double sign = w[i] > 0 ? 1.0 : w[i] < 0 ? -1.0 : 0.0;
    CHECK(g[i] == Approx(0.25 * sign + w[i] - v[i]));
    CHECK(h[i] == Approx(v[i] - w[i]));
  }
}

TEST_CASE("text, derivatives, slopes and reflection of a combination", "[reflect]") {
  const auto p = 2.0 * (one + two) - one / constant<2>;
  CHECK(to_string(p) == "2 * (0.25 * sum(abs(W)) + 0.5 * sum(square(W))) - 0.25 * sum(abs(W)) / 2");
  CHECK(fmt::format("{:names}", p) == "c0 * (l1 * sum(abs(W)) + l2 * sum(square(W))) - l1 * sum(abs(W)) / 2");
  CHECK(fmt::format("{}", p.get_config()) == R"({"c0": 2, "l1": 0.25, "l2": 0.5})");
  CHECK(std::remove_const_t<decltype(p)>::from_config(p.get_config()) == p);

  Eigen::VectorXd g(4);
  const auto [value, slopes] = p.value_and_gradients(w, g);
  CHECK(value == Approx(0.375 * sum_of_sizes() + sum_of_squares()));
  for (int i = 0; i < 4; ++i) CHECK(g[i] == Approx((w[i] > 0 ? 0.375 : w[i] < 0 ? -0.375 : 0.0) + 2 * w[i]));
  CHECK(slopes.at("c0") == Approx(0.25 * sum_of_sizes() + 0.5 * sum_of_squares()));
  CHECK(slopes.at("l1") == Approx(1.5 * sum_of_sizes()));
  CHECK(slopes.at("l2") == Approx(2 * sum_of_squares()));

  std::string members;
  boost::hana::for_each(p, boost::hana::fuse([&](auto name, double x) {
                          members += std::string{name.c_str()} + "=" + fmt::format("{} ", x);
                        }));
  CHECK(members == "c0=2 l1=0.25 l2=0.5 ");
  CHECK(p == 2.0 * (one + two) - one / constant<2>);
  CHECK(!(p == 3.0 * (one + two) - one / constant<2>));
}

TEST_CASE("a coefficient that is read several times keeps its place", "[reflect]") {
  const auto p =
      penalty(coef<"a">(2.0) * sum(abs(W)) + coef<"b">(3.0) * coef<"a">(2.0) * sum(square(W)) + 5.0 * sum(W));
  CHECK(penalty(p.formula()) == p);
  CHECK((p + one).get_config().names() == "a, b, c0, l1");
  CHECK(to_string(p - one) == "2 * sum(abs(W)) + 3 * 2 * sum(square(W)) + 5 * sum(W) - 0.25 * sum(abs(W))");
}

TEST_CASE("a formula of a penalty is what the penalty was made of", "[reflect]") {
  auto p = one;
  p.set<"l1">(2.0);
  CHECK(penalty(p.formula() * two.formula())(w) == Approx(sum_of_sizes() * sum_of_squares()));
  CHECK(penalty(1.0 / p.formula())(w) == Approx(0.5 / sum_of_sizes()));
  CHECK(penalty(p.formula() + 1.0)(w) == Approx(2 * sum_of_sizes() + 1));
}
