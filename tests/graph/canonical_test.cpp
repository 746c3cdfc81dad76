// SPDX-License-Identifier: MIT
/// One program for the spellings of one formula.
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/graph/show.hpp>
#include <vector>

namespace {

using namespace graph_test;
using namespace regula::symbols;
using regula::coef;
using regula::constant;
using regula::pow;
constexpr auto l1 = coef<"l1">(0.01);
constexpr auto l2 = coef<"l2">(0.02);

}  // namespace

// Scalars leave sums and absolute values.
static_assert(same(0.01 * sum(abs(W)), sum(abs(W)) * 0.01, sum(0.01 * abs(W)), sum(abs(W) * 0.01)));
static_assert(same(l1 * sum(abs(W)), sum(abs(l1* W)), norm1(W* l1)));
static_assert(!same(0.01 * sum(abs(W)), sum(abs(0.01 * W))));  // an unnamed coefficient may be negative
static_assert(same(sum(l1 * abs(W) + l2 * square(W)), l1* sum(abs(W)) + l2 * sum(square(W)),
                   sum(l1* abs(W)) + l2 * sum(W * W)));
static_assert(same(norm2(l1 * W), l1* norm2(W), norm2(-l1* W)));
static_assert(!same(sum(W + V), sum(W) + sum(V)));  // its terms can cancel

// Squares, roots and powers.
static_assert(same(sum(square(W)), sum(W* W), sum(pow<2>(W)), sum(square(abs(W))), sum(square(-W)), dot(W, W),
                   square(norm2(W))));
static_assert(same(norm2(W), norm(W), sqrt(sum(square(W))), sqrt(sum(W* W)), sqrt(dot(W, W)), pow<1, 2>(sum(square(W))),
                   norm2(abs(W))));
static_assert(same(sum(abs(W)), norm1(W), sum(sqrt(square(W))), sum(abs(-W)), sum(abs(abs(W)))));
static_assert(same(sum(pow<3>(W)), sum(cube(W)), sum(pow<6, 2>(W))));
static_assert(same(sum(pow<4>(W)), sum(pow<4>(abs(W)))) && !same(sum(pow<3>(W)), sum(pow<3>(abs(W)))));
static_assert(same(sum(W), sum(pow<1>(W))) && same(sum(constant<1> / W), sum(pow<-1>(W))));

// Signs.
static_assert(same(sum(W), sum(-(-W)), -sum(-W), sum(+W), constant<1>* sum(W), sum(W) + constant<0>));
static_assert(same(sum(W * V) + max(W), sum(W* V) - (-max(W))));
static_assert(same(sum(abs(W)) - max(W), -max(W) + sum(abs(W))));

// Like terms and constants.
static_assert(same(sum(abs(W)) + sum(abs(W)), constant<2>* sum(abs(W)), constant<3>* norm1(W) - norm1(W)));
static_assert(same(sum(W + W), constant<2>* sum(W), sum(constant<1, 2>*(constant<4>* W))));
static_assert(same(sum(W) / constant<4>, constant<1, 4>* sum(W), sum(W* constant<1, 2>) * constant<1, 2>));
static_assert(same(constant<6> * sum(W), constant<2>* constant<3>* sum(W), (constant<2> + constant<4>)*sum(W)));

// The greatest of no numbers is below 0, whatever the numbers.
static_assert(!same(abs(max(abs(W))), max(abs(W))) && same(abs(min(abs(W))), min(abs(W))));

// What is defined by other atoms.
static_assert(same(mean(W), sum(W) / size(W)) && same(count_nonzero(W), sum(nonzero(W))) && same(dot(W, V), sum(V* W)));
static_assert(same(sum(positive(W)), sum(max(W, constant<0>))) && same(log_sum_exp(W), log_sum_exp(-(-W))));

// Names are not in the program; that a coefficient is never negative is.
static_assert(same(l1 * sum(abs(W)), coef<"a">(3) * sum(abs(regula::symbol<"kernel">))));
static_assert(same(0.5 * norm2(W) + sum(W * V), 7.0 * norm2(X) + sum(X * Y)));
static_assert(!same(sum(abs(W)), sum(square(W))) && !same(l1 * sum(W), 0.01 * sum(W)));

// Equal parts are computed once.
static_assert(nodes<value>(sum(abs(W))) == 3);
static_assert(nodes<value>(sum(exp(W) * log1p(exp(W)))) == 5);
static_assert(nodes<value>(sum(exp(W)) + max(exp(W))) == 5);
static_assert(nodes<value>(sum(square(W - V)) + sum(abs(W - V))) == 8);
static_assert(nodes<gradient>(sum(exp(W))) == 2);

TEST_CASE("programs are written with the machine's minus and division", "[graph]") {
  CHECK(show<value>(0.01 * sum(abs(W))) == "multiply(#0, sum(abs(T0)))");
  CHECK(show<value>(sum(abs(W - V))) == "sum(abs(subtract(T0, T1)))");
  CHECK(show<value>(-sum(W)) == "negate(sum(T0))");
  CHECK(show<value>(sum(W / V)) == "sum(divide(T0, T1))");
  CHECK(show<value>(norm2(W)) == "norm2(T0)");
  CHECK(show<value>(mean(W)) == "multiply(inverse(size(T0)), sum(T0))");
  CHECK(show<value>(sum(constant<2> * W)) == "multiply(2, sum(T0))");
  CHECK(show<value>(sum(1.0 + 0.0 * W)) == "sum(add(#0, multiply(#1, T0)))");
}

TEST_CASE("a reduction of a scalar part counts the entries", "[graph]") {
  CHECK(show<value>(sum(W * constant<0>)) == "0");
  const std::vector<double> w = {4, 5, 6};
  CHECK(regula::penalty(sum(pow<0>(W)))(w) == 3);
  CHECK(regula::penalty(sum(constant<2> * pow<0>(W)))(w) == 6);
  CHECK(regula::penalty(mean(pow<0>(W)))(w) == 1);
  CHECK(regula::penalty(max(pow<0>(W)))(w) == 1);
  CHECK(regula::penalty(sum(square(W) * 0.0 + 1.0))(w) == 3);
}

TEST_CASE("nothing is cancelled: NaN minus NaN is NaN", "[graph]") {
  const double no_number = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> sick = {1, no_number, 2}, well = {1, 3, 2};
  std::vector<double> g(3, 7);
  const auto p = regula::penalty(sum(abs(W - W)) + sum(square(W) - W * W));
  CHECK(std::isnan(p(sick)));
  CHECK(p.value_and_gradient(well, g) == 0);
  CHECK(g == std::vector<double>(3));
  CHECK(std::isnan(regula::penalty(max(W) - max(W))(sick)));
  CHECK(std::isnan(regula::penalty(sum(W / W))(sick)));
  CHECK(regula::penalty(sum(W / W))(well) == 3);
  CHECK(std::isnan(regula::penalty(0.0 * sum(W))(sick)));
  CHECK(std::isnan(regula::penalty(sum(sign(W) * abs(W)))(sick)));
}
