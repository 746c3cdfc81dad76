// SPDX-License-Identifier: MIT
/// Texts in the compiler: the types and values that the operators make.
#include <regula/decompositions.hpp>
#include <regula/formula_text.hpp>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>

namespace {

using namespace regula::symbols;
using namespace regula;  // NOLINT: the test is of what users write

struct twice_atom : regula::elementwise {
  static constexpr std::string_view name = "twice", latex = "2 {#1}";
  static constexpr auto value(const auto& x) { return x + x; }
  static constexpr auto slope(const auto&, const auto&) { return 2.0; }
};
constexpr auto twice(argument auto x) { return call<twice_atom>(x); }

template <class A, class B> constexpr bool same(const A&, const B&) { return std::is_same_v<A, B>; }

static_assert(same(formula<"0.01 * sum(abs(W))">, 0.01 * sum(abs(W))));
static_assert(same(formula<"l1 * sum(abs(W)) + l2*sum(square(W))">,
                   coef<"l1">(0.0) * sum(abs(W)) + coef<"l2">(0.0) * sum(square(W))));
static_assert(same(formula<"free mu = -0.5; mu * sum(W)">, free_coef<"mu">(-0.5) * sum(W)));
static_assert(same(formula<"tensor kernel; coef L; L * sum(kernel)">, coef<"L">(0.0) * sum(symbol<"kernel">)));
static_assert(same(formula<"sum(W - V * W0 / 2 + V)">, sum(W - V * W0 / 2 + V)));
static_assert(same(formula<"sum(-W * V - -V)">, sum(-W* V - (-V))));
static_assert(same(formula<"sum(W^2) + sum(W^3) + sum(abs(W)^(3/2)) + sum(W^-1)">,
                   sum(square(W)) + sum(pow<3>(W)) + sum(pow<3, 2>(abs(W))) + sum(pow<-1>(W))));
static_assert(same(formula<"sum(-W^2)">, sum(-square(W))));
static_assert(same(formula<"lambda / constant<2> * constant<-2, 6> * sum(W)">,
                   coef<"lambda">(0.0) / constant<2> * constant<1, -3> * sum(W)));
static_assert(same(formula<"sum(norm2(rowwise(W)))">, sum(norm2(rowwise(W)))));
static_assert(same(formula<"sum(square(rowwise(W) - 1))">, sum(square(rowwise(W) - 1))));
static_assert(same(formula<"sum(sum(square(colwise(W) - V) / 2))">, sum(sum(square(colwise(W) - V) / 2))));
static_assert(same(formula<"norm2(axes<0, 1>(W)^2)">, norm2(square(axes<0, 1>(W)))));
static_assert(same(formula<"sum(sqrt(size(each<2, 3>(W))) * norm2(each<2,3>(W)))">,
                   sum(sqrt(size(each<2, 3>(W))) * norm2(each<2, 3>(W)))));
static_assert(same(formula<"max(W) + sum(max(W, V)) + min(W) + sum(min(W, 0.5))">,
                   max(W) + sum(max(W, V)) + min(W) + sum(min(W, 0.5))));
static_assert(same(formula<"sum(square(gram(W) - identity))">, sum(square(gram(W) - identity))));
static_assert(same(formula<"sum(block<0, 1, 2, 3>(W) + shifted<0, -1>(W) + difference<1, 2>(W))">,
                   sum(block<0, 1, 2, 3>(W) + shifted<0, -1>(W) + difference<1, 2>(W))));
static_assert(same(formula<"sum(upper<1>(W) + lower(W) + middle_rows<1, 2>(W) + middle_cols<0, 2>(W))">,
                   sum(upper<1>(W) + lower(W) + middle_rows<1, 2>(W) + middle_cols<0, 2>(W))));
static_assert(same(formula<"sum(trim<0, 1>(diagonal(W)) + trim<1, 2, 3>(off_diagonal(W)) + slice<2, 0, 4>(W))">,
                   sum(trim<0, 1>(diagonal(W)) + trim<1, 2, 3>(off_diagonal(W)) + slice<2, 0, 4>(W))));
static_assert(same(formula<"sum(shifted<1, 1>(rowwise(W)))">, sum(shifted<1, 1>(rowwise(W)))));
static_assert(same(formula<"norm(W) + frobenius_norm(W)">, norm(W) + frobenius_norm(W)));
static_assert(same(formula<"sum(twice(W))", twice_atom>, sum(twice(W))));
static_assert(same(formula<"sum(twice(huber(W, 1)))", log_det_atom, twice_atom>, sum(twice(huber(W, 1)))));
static_assert(same(formula<"schatten<3, 2>(W) + top_k_sum<2>(abs(W))", top_k_sum_atom<3>, top_k_sum_atom<2>,
                           singular_powers_atom<3, 2>>,
                   schatten<3, 2>(W) + top_k_sum<2>(abs(W))));

static_assert(penalty(formula<"l1 = 0.01; l2=2e-2; l1*sum(abs(W)) + l2*sum(square(W))">) ==
              penalty(coef<"l1">(0.01) * sum(abs(W)) + coef<"l2">(0.02) * sum(square(W))));
static_assert(penalty(formula<"free mu = -0.5; mu * sum(W) - 3.25 * mean(V)">) ==
              penalty(free_coef<"mu">(-0.5) * sum(W) - 3.25 * mean(V)));

}  // namespace

TEST_CASE("a coefficient without a value is to get one", "[grammar]") {
  using type = penalty<std::remove_cvref_t<decltype(formula<"l1 * sum(abs(W))">)>>;
  CHECK_THROWS_AS(type(formula<"l1 * sum(abs(W))">), coefficient_error);
  CHECK(type::from_config({{"l1", 0.5}}) == penalty(formula<"l1 = 0.5; l1 * sum(abs(W))">));
}
