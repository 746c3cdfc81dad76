// SPDX-License-Identifier: MIT
/// A formula owns its parts: it may be stored, returned, copied and outlive what it was made of. Under AddressSanitizer
/// this file would see what dangles.
#include <Eigen/Core>
#include <memory>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <vector>

namespace {

using namespace regula::symbols;
using regula::coef;

auto from_locals(double strength) {
  auto c = coef<"c">(strength);
  auto body = abs(W) + 0.5 * square(W);
  auto scaled = c * sum(body);
  return scaled + 1.0;
}

auto from_arguments(auto x, auto y) {
  auto difference = x - y;
  return sum(difference * difference);
}

/// sum of k copies of f, built step by step.
template <int K> auto repeated(auto f) {
  if constexpr (K == 1) {
    return f;
  } else {
    auto rest = repeated<K - 1>(f);
    return rest + f;
  }
}

template <class Formula> class trainer {
public:
  trainer(Formula f, double more) : formula_(f), penalty_(formula_ + more * sum(abs(W))) {}
  double loss(const Eigen::MatrixXd& w) const { return penalty_(w); }
  const Formula& formula() const { return formula_; }

private:
  Formula formula_;
  decltype(regula::penalty(std::declval<Formula>() + 1.0 * sum(abs(W)))) penalty_;
};

const Eigen::MatrixXd w = Eigen::MatrixXd::Random(9, 5);
const double l1 = w.cwiseAbs().sum(), l2 = w.squaredNorm();

}  // namespace

TEST_CASE("a formula made in a function outlives its locals", "[syntax]") {
  const auto p = regula::penalty(from_locals(0.25));
  CHECK(p(w) == Approx(0.25 * (l1 + 0.5 * l2) + 1.0));
  const Eigen::MatrixXd v = Eigen::MatrixXd::Random(9, 5);
  CHECK(regula::penalty(from_arguments(W, 2.0 * V))(W = w, V = v) == Approx((w - 2.0 * v).squaredNorm()));
}

TEST_CASE("parts are stored in auto and used twice", "[syntax]") {
  auto c = coef<"c">(0.5);
  auto t = c * W;
  auto u = t + t;
  auto f = sum(square(u));
  auto g = f + sum(abs(t));
  CHECK(regula::penalty(f)(w) == Approx(l2));
  CHECK(regula::penalty(g)(w) == Approx(l2 + 0.5 * l1));
}

TEST_CASE("a formula grows step by step", "[syntax]") {
  CHECK(regula::penalty(repeated<9>(0.5 * sum(abs(W))))(w) == Approx(4.5 * l1));
}

TEST_CASE("a class keeps a formula", "[syntax]") {
  std::vector<trainer<decltype(from_locals(0.0))>> kept;
  for (int i = 0; i < 20; ++i) kept.emplace_back(from_locals(i), 0.5);
  for (int i = 0; i < 20; ++i) {
    const auto& t = kept[static_cast<std::size_t>(i)];
    CHECK(t.loss(w) == Approx(i * (l1 + 0.5 * l2) + 1.0 + 0.5 * l1));
    CHECK(regula::penalty(t.formula())(w) == Approx(i * (l1 + 0.5 * l2) + 1.0));
  }
}

TEST_CASE("a formula on the heap is copied into what is made of it", "[syntax]") {
  auto owned = std::make_unique<decltype(from_locals(0.0))>(from_locals(0.25));
  const auto sum_of_both = *owned + *owned;
  const auto p = regula::penalty(*owned);
  owned.reset();
  CHECK(p(w) == Approx(0.25 * (l1 + 0.5 * l2) + 1.0));
  CHECK(regula::penalty(sum_of_both)(w) == Approx(2.0 * (0.25 * (l1 + 0.5 * l2) + 1.0)));
}

TEST_CASE("formulas and penalties are constants where their parts are", "[syntax]") {
  static constexpr auto part = coef<"l1">(0.01) * sum(abs(W));
  static constexpr auto whole = part + regula::constant<1, 3> * mean(square(W));
  constexpr auto p = regula::penalty(whole);
  static_assert(p.coefficient<"l1">() == 0.01);
  CHECK(p(w) == Approx(0.01 * l1 + l2 / static_cast<double>(3 * w.size())));
}
