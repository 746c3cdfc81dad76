// SPDX-License-Identifier: MIT
/// Simplifying rules of atoms: a user's, those of matrix operations, and arguments that lost an axis.
#include <regula/decompositions.hpp>
#include <regula/penalty.hpp>
#include <regula/plan.hpp>
#include <tests/catch.hpp>
#include <tests/graph/show.hpp>

namespace {

using namespace graph_test;
using namespace regula::symbols;
using regula::coef;
using regula::constant;

/// ln(1 / x); of e^x it is -x, and of a product a sum.
struct surprise_atom : regula::elementwise {
  static constexpr std::string_view name = "surprise", latex = "I\\left({#1}\\right)";
  static auto value(const auto& x) { return -log(x); }
  static constexpr auto slope(const auto& x, const auto&) { return -1.0 * inverse(x); }
  static constexpr auto simplified(const auto& x) {
    using regula::inside;
    if (regula::is<regula::exp_atom>(x)) return -inside(x);
    if (regula::is<regula::multiply_atom>(x))
      return regula::call<surprise_atom>(inside(x, 0)) + regula::call<surprise_atom>(inside(x, 1));
    return regula::unchanged(x);
  }
};
constexpr auto surprise(regula::argument auto x) { return regula::call<surprise_atom>(x); }

/// x^2 where x is not below 0, else 0; an even and nonnegative function of an atom's range.
struct one_sided_atom : regula::elementwise {
  static constexpr std::string_view name = "one_sided", latex = "\\left({#1}\\right)_{+}^{2}";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto value(const auto& x) { return square(max(x, 0.0)); }
  static constexpr auto slope(const auto& x, const auto&) { return 2.0 * max(x, 0.0); }
  static constexpr auto simplified(const auto& x) {
    return x.range() == regula::range::nonnegative ? square(x) : regula::unchanged(x);
  }
};

}  // namespace

static_assert(same(sum(surprise(exp(W))), -sum(W)) && same(sum(surprise(W * V)), sum(surprise(W) + surprise(V))));
static_assert(!same(sum(surprise(W)), sum(-log(W))));
static_assert(same(sum(regula::call<one_sided_atom>(exp(W))), sum(square(exp(W)))));
static_assert(!same(sum(regula::call<one_sided_atom>(W)), sum(square(W))));

// Scalars leave matrix operations.
constexpr auto c = coef<"c">(2);
static_assert(same(sum(abs(matmul(c * W, V))), c* sum(abs(matmul(W, V))), sum(abs(matmul(W, V* c)))));
static_assert(same(sum(square(matmul(2.0 * W, 3.0 * V))), sum(square(2.0 * (3.0 * matmul(W, V))))));
static_assert(same(sum(exp(gram(c * W))), sum(exp(square(c) * gram(W)))));
static_assert(same(sum(exp(outer_gram(-W))), sum(exp(outer_gram(W)))));
static_assert(same(quadratic(c * W, V), square(c) * quadratic(W, V)) && same(trace(c * gram(W)), c* trace(gram(W))));
static_assert(same(sum(exp(matmul(transpose(c * W), V))), sum(exp(c* matmul(transpose(W), V)))));
static_assert(same(nuclear_norm(c * W), c* nuclear_norm(W)) && same(regula::power_norm(-W), regula::power_norm(W)));

// An axis that is gone is not gathered again.
static_assert(same(sum(norm2(rowwise(max(rowwise(W))))), sum(abs(max(rowwise(W))))));
static_assert(same(sum(variance(colwise(sum(colwise(exp(W)))))), sum(variance(colwise(sum(colwise(exp(W))))))));

// Products of one entry are sums.
constexpr auto column = norm2(rowwise(W));
static_assert(same(sum(gram(column)), gram(column)) && nodes<value>(gram(column)) == nodes<value>(sum(square(column))));

TEST_CASE("a scaled operand has no memory and no pass of its own", "[graph]") {
  CHECK(plan_text(regula::penalty(0.5 * sum(square(matmul(2.0 * W, V))))).find("c1 * W") == std::string::npos);
  const auto plan = plan_text(regula::penalty(sum(square(gram(coef<"s">(0.1) * W)))));
  CAPTURE(plan);
  CHECK(plan.find("t1 = gram(W)") != std::string::npos);
  CHECK(plan.find("value and gradient: 2 matrix operations, 1 sweep") == 0);
}
