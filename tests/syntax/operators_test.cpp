// SPDX-License-Identifier: MIT
/// What stands beside a formula: numbers of every kind become coefficients, constants fold.
#include <Eigen/Core>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <type_traits>

namespace {

using namespace regula::symbols;
using regula::coef;
using regula::constant;

const Eigen::MatrixXd w = Eigen::MatrixXd::Random(6, 7);

template <class Formula> std::string names(const Formula& f) { return regula::penalty(f).get_config().names(); }

// The kind of number does not matter, so that 2 * W and 2.0 * W share their code.
static_assert(std::is_same_v<decltype(2 * W), decltype(2.0 * W)>);
static_assert(std::is_same_v<decltype(2u * W), decltype(2.0f * W)>);
static_assert(std::is_same_v<decltype('\2' * W), decltype(2L * W)>);
static_assert(std::is_same_v<decltype(+W), std::remove_const_t<decltype(W)>>);
static_assert(std::is_same_v<decltype(constant<2, 6>), decltype(constant<1, 3>)>);
static_assert(std::is_same_v<decltype(constant<-2, -4>), decltype(constant<1, 2>)>);
static_assert(std::is_same_v<decltype(constant<2, -4>), decltype(constant<-1, 2>)>);
static_assert(std::is_same_v<decltype(constant<0, 5>), decltype(constant<0>)>);
static_assert(regula::expression<decltype(W + 1)> && !regula::expression<double>);

// An operator needs a formula on one side.
template <class L, class R>
concept adds = requires(L l, R r) {
  l + r;
};
struct stranger {};
static_assert(!adds<stranger, stranger> && !adds<stranger, double>);

}  // namespace

TEST_CASE("numbers on either side of an operator", "[syntax]") {
  const auto n = static_cast<double>(w.size());
  CHECK(regula::penalty(sum(W + 2))(w) == Approx(w.sum() + 2 * n));
  CHECK(regula::penalty(sum(2.5f + W))(w) == Approx(w.sum() + 2.5 * n));
  CHECK(regula::penalty(sum(W - 2u))(w) == Approx(w.sum() - 2 * n));
  CHECK(regula::penalty(sum(2L - W))(w) == Approx(2 * n - w.sum()));
  CHECK(regula::penalty(sum(W * short{3}))(w) == Approx(3 * w.sum()));
  CHECK(regula::penalty(sum(-3LL * W))(w) == Approx(-3 * w.sum()));
  CHECK(regula::penalty(sum(W / 4))(w) == Approx(w.sum() / 4));
  CHECK(regula::penalty(sum(1 / (W + 2.0)))(w) == Approx((w.array() + 2).inverse().sum()));
  CHECK(regula::penalty(-sum(-W))(w) == Approx(w.sum()));
  CHECK(regula::penalty(+sum(+W))(w) == Approx(w.sum()));
}

TEST_CASE("every number is a coefficient, every constant is not", "[syntax]") {
  CHECK(names(2 * sum(abs(W)) + 3.0f * sum(W) - 1) == "c0, c1, c2");
  CHECK(names(coef<"l1">(0.1) * sum(abs(W)) + 3 * sum(W)) == "l1, c0");
  CHECK(names(constant<2> * sum(W) + constant<1, 3> * sum(abs(W)) + pow<3>(sum(W))) == "none");
  CHECK(regula::penalty(constant<1, 3> * sum(W))(w) == Approx(w.sum() / 3.0));
  CHECK(regula::penalty(constant<-7> * sum(W))(w) == Approx(-7.0 * w.sum()));
  CHECK(regula::penalty(constant<0> * sum(W) + 1.5)(w) == Approx(1.5));
}

TEST_CASE("a number is rounded to double once", "[syntax]") {
  CHECK(regula::penalty(0.1f * sum(W)).coefficient("c0") == static_cast<double>(0.1f));
  CHECK(regula::penalty(0.1 * sum(W)).coefficient("c0") == 0.1);
  CHECK(regula::penalty(9007199254740993LL * sum(W)).coefficient("c0") == 9007199254740992.0);
}

TEST_CASE("a scalar part meets a tensor entry by entry", "[syntax]") {
  const double top = w.maxCoeff();
  CHECK(regula::penalty(sum(square(W - mean(W))))(w) == Approx((w.array() - w.mean()).square().sum()));
  CHECK(regula::penalty(sum(max(W) - W))(w) == Approx((top - w.array()).sum()));
}
