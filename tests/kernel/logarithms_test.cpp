// SPDX-License-Identifier: MIT
/// Sums of logarithms, whose factors are multiplied, against plain loops.
#include <tests/kernel/kernel.hpp>

namespace {

using namespace kernel_test;

struct sums {
  real value = 0, size = 0;  // size: of the absolute values
  void add(real x) { value += x, size += std::fabs(x); }
};
/// A formula of logarithms beside other sums, and the same as a loop.
constexpr auto mixed = regula::penalty(sum(log1p(square(W))) + 0.5 * sum(abs(W)) - 0.25 * sum(log(abs(W) + 0.5)) +
                                       2.0 * sum(softplus(W)) + max(log_cosh(W)) + sum(log_cosh(W)));
sums mixed_loop(const std::vector<real>& w) {
  sums s;
  real top = 0;
  for (const real x : w) {
    const real a = std::fabs(x), cosh = a + std::log1p(std::exp(-2 * a)) - std::log(2.0L);
    s.add(std::log1p(x * x)), s.add(a / 2), s.add(-std::log(a + 0.5L) / 4);
    s.add(2 * (std::max(x, 0.0L) + std::log1p(std::exp(-a)))), s.add(cosh);
    top = std::max(top, cosh);
  }
  s.add(top);
  return s;
}
real mixed_slope(real x) {
  return 2 * x / (1 + x * x) +
         (x > 0   ? 1
          : x < 0 ? -1
                  : 0) *
             (0.5L - 0.25L / (std::fabs(x) + 0.5L)) +
         2 / (1 + std::exp(-x)) + std::tanh(x);
}

}  // namespace

TEMPLATE_TEST_CASE("sums of logarithms of every length", "[kernel]", float, double) {
  using S = TestType;
  const real error = sizeof(S) == 4 ? 1e-6L : 1e-15L;
  for (const Eigen::Index n : {1, 7, 15, 16, 17, 31, 32, 63, 64, 65, 127, 129, 4095, 4096, 4097, 4160, 9001}) {
    column<S> w(n), g(n), more = column<S>::Ones(n);
    for (Eigen::Index i = 0; i < n; ++i) w(i) = static_cast<S>((i * 37 + 11) % 101 - 50) / S(16);
    if (n > 100) w(77) = static_cast<S>(sizeof(S) == 4 ? 1e16 : 1e130), w(5) = S(1e-6);  // its square leaves the range
    std::vector<real> entries(w.data(), w.data() + n);
    real top = 0;
    for (const real x : entries) top = std::max(top, std::fabs(x));
    const auto expected = mixed_loop(entries);
    CAPTURE(n);
    CHECK(std::fabs(mixed.value_and_gradient(w, g) - expected.value) <= error * expected.size);
    CHECK(std::fabs(mixed.value_and_add_gradient(w, more) - expected.value) <= error * expected.size);
    CHECK(std::fabs(mixed.value(w) - expected.value) <= error * expected.size);
    for (Eigen::Index i = 0; i < n; ++i) {
      if (std::fabs(w(i)) == top) continue;  // the slope of the maximum is here
      CHECK(std::fabs(g(i) - mixed_slope(w(i))) <= 8 * error);
      CHECK(std::fabs(more(i) - 1 - mixed_slope(w(i))) <= 8 * error);
    }
  }
}

TEMPLATE_TEST_CASE("factors far below 1 are not lost beside others", "[kernel]", float, double) {
  constexpr auto p = regula::penalty(sum(log1p(square(W))));
  for (const double small : {1e-3, 1e-6, 1e-12, 1e-18}) {
    column<TestType> w = column<TestType>::Constant(4096, static_cast<TestType>(small));
    const real each = std::log1p(static_cast<real>(w(0)) * w(0));
    CHECK(p(w) == Approx(static_cast<double>(4096 * each)).epsilon(sizeof(TestType) == 4 ? 1e-5 : 2e-14));
  }
}

TEMPLATE_TEST_CASE("factors whose product is too large for eight, not for four", "[kernel]", float, double) {
  constexpr auto p = regula::penalty(sum(log1p(W)));
  const real error = sizeof(TestType) == 4 ? 2e-6L : 1e-14L;
  for (const double size : {0x1p13, 0x1p15, 0x1p20, 0x1p27, 0x1p29}) {
    column<TestType> w(1000);
    real expected = 0;
    for (Eigen::Index i = 0; i < w.size(); ++i) {
      w(i) = static_cast<TestType>(size * static_cast<double>(1 + i % 7) / 7);
      expected += std::log1p(static_cast<real>(w(i)));
    }
    CHECK(std::fabs(p(w) - expected) <= error * expected);
  }
}

TEMPLATE_TEST_CASE("one entry out of a logarithm's domain", "[kernel]", float, double) {
  using S = TestType;
  using limits = std::numeric_limits<S>;
  constexpr auto p = regula::penalty(sum(log(W)));
  constexpr auto q = regula::penalty(sum(log1p(W)));
  constexpr double inf = std::numeric_limits<double>::infinity();
  column<S> w = column<S>::Constant(256, S(2)), g(256);
  for (const Eigen::Index at : {0, 15, 16, 40, 63, 64, 200, 255}) {
    const auto with = [&](S x) -> const column<S>& { return w(at) = x, w; };
    CAPTURE(at);
    CHECK(p.value_and_gradient(with(S(0)), g) == -inf);
    CHECK(p(with(limits::infinity())) == inf);
    CHECK(std::isnan(p(with(S(-2)))));
    CHECK(std::isnan(p.value_and_gradient(with(limits::quiet_NaN()), g)));
    CHECK(q(with(S(-1))) == -inf);
    CHECK(std::isnan(q(with(S(-3)))));
    CHECK(std::isnan(q(with(limits::quiet_NaN()))));
    w(at) = S(-2), w((at + 16) % 256) = S(-2);  // whose product is positive
    CHECK(std::isnan(p(w)));
    w((at + 16) % 256) = S(2);
    CHECK(p(with(limits::denorm_min())) ==
          Approx(255 * std::log(2.0) + std::log(static_cast<double>(limits::denorm_min()))).epsilon(3e-6));
    CHECK(p(with(limits::max())) == Approx(255 * std::log(2.0) + std::log(limits::max())).epsilon(3e-6));
    w(at) = S(2);
  }
}
