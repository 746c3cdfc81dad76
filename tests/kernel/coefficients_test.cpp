// SPDX-License-Identifier: MIT
/// Derivatives by the coefficients, against differences of the value.
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;
using regula::coef;

template <class P> double by_differences(const P& p, std::string_view name, const std::vector<double>& w) {
  return static_cast<double>(naive::slope(
      [&](real x) {
        auto moved = p;
        moved.set(name, static_cast<double>(x));
        return static_cast<real>(moved(w));
      },
      p.coefficient(name)));
}

template <class P> void agrees(const P& p) {
  const auto w = naive::data<double>(517);
  std::vector<double> g(517), h(517);
  const auto slopes = p.coefficient_gradient(w);
  const auto [value, same_slopes] = p.value_and_gradients(w, g);
  CHECK(value == Approx(p.value_and_gradient(w, h)).epsilon(1e-14));
  CHECK(naive::error(g, naive::widened(h)) <= 1e-14);
  for (const auto& [name, slope] : slopes) {
    CAPTURE(name);
    CHECK(slope == Approx(by_differences(p, name, w)).epsilon(1e-8));
    CHECK(same_slopes.at(name) == Approx(slope).epsilon(1e-14));
  }
}

}  // namespace

TEST_CASE("derivatives by the coefficients", "[kernel]") {
  agrees(regula::penalty(coef<"l1">(0.3) * sum(abs(W)) + coef<"l2">(0.7) * sum(square(W))));
  // All entries are beyond d, so that no difference meets the kink of huber's slope.
  agrees(regula::penalty(coef<"a">(0.5) * sum(huber(W, coef<"d">(0.04))) + sum(pseudo_huber(W, coef<"s">(1.1)))));
  agrees(regula::penalty(coef<"a">(2) * coef<"b">(3) * norm2(W) / coef<"c">(5) + 0.25 * sum(exp(0.5 * W))));
  agrees(regula::penalty(sum(W + coef<"shift">(2)) + sum(square(W - coef<"center">(0.3)))));
  agrees(regula::penalty(sqrt(coef<"e">(10) + sum(square(W))) + sum(log1p(abs(W) / coef<"t">(0.4)))));
}

TEST_CASE("a coefficient is live", "[kernel]") {
  auto p = regula::penalty(coef<"l1">(1) * sum(abs(W)) + 2.0 * sum(square(W)));
  const std::vector<double> w = {1, -2, 3};
  std::vector<double> g(3);
  CHECK(p(w) == 6 + 28);
  p.set<"l1">(10);
  CHECK(p(w) == 60 + 28);
  p.set("c0", 0.5);
  CHECK(p.value_and_gradient(w, g) == 60 + 7);
  CHECK(g == std::vector<double>{11, -12, 13});
  p.set<"l1">(0);
  CHECK(p.value_and_gradient(w, g) == 7);
  CHECK(g == w);
  CHECK(p.coefficient_gradient(w).at("l1") == 6);
  CHECK(p.coefficient_gradient(w).at("c0") == 14);
}
