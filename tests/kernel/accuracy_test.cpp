// SPDX-License-Identifier: MIT
/// Values of sixteen million floats against long double, entry by entry as the formula says: 1e-8, a little more where lanes
/// are few, and down columns, where each lane adds up 64 squares.
#include <random>
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;

constexpr Eigen::Index side = 4096;
constexpr real usual = regula::lanes<float>::size >= 16 ? 1e-8L : 2e-8L;

const row_major<float>& weights() {
  static const auto w = [] {
    std::mt19937 random(11);
    std::normal_distribution<float> normal;
    row_major<float> all(side, side);
    for (Eigen::Index i = 0; i < all.size(); ++i) all.data()[i] = normal(random);
    return all;
  }();
  return w;
}
template <class F> real sum_of(F term) {
  real total = 0;
  for (Eigen::Index i = 0; i < weights().size(); ++i) total += term(static_cast<real>(weights().data()[i]));
  return total;
}
template <class P> void is_near(const P& p, real truth, real error = usual) {
  CHECK(std::fabs((static_cast<real>(p(weights())) - truth) / truth) <= error);
  row_major<float> g(side, side);
  CHECK(std::fabs((static_cast<real>(p.value_and_gradient(weights(), g)) - truth) / truth) <= error);
}

}  // namespace

TEST_CASE("values of entries", "[accuracy]") {
  using regula::penalty;
  const auto square_of = [](real x) { return x * x; };
  is_near(penalty(sum(abs(W))), sum_of([](real x) { return std::fabs(x); }));
  is_near(penalty(sum(square(W))), sum_of(square_of));
  is_near(penalty(sum(abs(W)) + 2.0 * sum(square(W))), sum_of([](real x) { return std::fabs(x) + 2 * x * x; }));
  is_near(penalty(sum(sqrt(1.0 + square(W)) - 1.0)), sum_of([](real x) { return x * x / (std::sqrt(1 + x * x) + 1); }));
  is_near(penalty(sum(log1p(square(W)))), sum_of([](real x) { return std::log1p(x * x); }));
  is_near(penalty(sum(log_cosh(W)) + sum(softplus(W))),
          sum_of([](real x) { return std::log(std::cosh(x)) + std::log1p(std::exp(x)); }));
  is_near(penalty(norm2(W)), std::sqrt(sum_of(square_of)));
}

TEST_CASE("values of rows, columns and neighbours", "[accuracy]") {
  const auto at = [](Eigen::Index i, Eigen::Index j) { return static_cast<real>(weights()(i, j)); };
  real rows = 0, variation = 0;
  std::vector<real> squares(side);
  for (Eigen::Index i = 0; i < side; ++i) {
    real in_row = 0;
    for (Eigen::Index j = 0; j < side; ++j) {
      const real x = at(i, j), down = i + 1 < side ? at(i + 1, j) - x : 0, right = j + 1 < side ? at(i, j + 1) - x : 0;
      in_row += x * x;
      squares[static_cast<std::size_t>(j)] += x * x;
      variation += std::sqrt(down * down + right * right + 0.01L);
    }
    rows += std::sqrt(in_row);
  }
  real columns = 0;
  for (const real s : squares) columns += std::sqrt(s);
  is_near(regula::penalty(sum(norm2(rowwise(W)))), rows);
  is_near(regula::penalty(sum(norm2(colwise(W)))), columns, 4e-8L);
  is_near(regula::penalty(sum(sqrt(square(difference<0>(W)) + square(difference<1>(W)) + 0.01))), variation);
}
