// SPDX-License-Identifier: MIT
#include <array>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/laws/naive.hpp>

namespace {

using namespace regula::symbols;
using naive::real;
using naive::reals;
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

real total(const reals& w) {
  return naive::sum(w, [](real x) { return x; });
}
real mean(const reals& w) { return total(w) / static_cast<real>(w.size()); }
real norm2(const reals& w) {
  return std::sqrt(naive::sum(w, [](real x) { return x * x; }));
}

/// A reduction, the plain loop for it, and what it makes of nothing, of { 3 } and of { 1, NaN, 2 }.
template <class P>
struct row {
  const char* name;
  P penalty;
  real (*loop)(const reals&);
  double of_nothing, of_three, of_nan = no_number;
};
template <class P>
row(const char*, P, real (*)(const reals&), double, double) -> row<P>;
template <class P>
row(const char*, P, real (*)(const reals&), double, double, double) -> row<P>;

template <class F>
void for_each_reduction(F f) {
  using regula::penalty;
  f(row{"sum", penalty(sum(W)), total, 0, 3});
  f(row{"mean", penalty(mean(W)), mean, no_number, 3});
  f(row{"max", penalty(max(W)), [](const reals& w) { return *std::max_element(w.begin(), w.end()); }, -inf, 3});
  f(row{"min", penalty(min(W)), [](const reals& w) { return *std::min_element(w.begin(), w.end()); }, inf, 3});
  f(row{"norm1", penalty(norm1(W)), [](const reals& w) { return naive::sum(w, [](real x) { return std::fabs(x); }); }, 0, 3});
  f(row{"norm2", penalty(norm2(W)), norm2, 0, 3});
  f(row{"norm_inf", penalty(norm_inf(W)),
        [](const reals& w) {
          real best = 0;
          for (const real x : w) best = std::max(best, std::fabs(x));
          return best;
        },
        -inf, 3});
  f(row{"dot", penalty(dot(W, W)), [](const reals& w) { return naive::sum(w, [](real x) { return x * x; }); }, 0, 9});
  f(row{"count_nonzero", penalty(count_nonzero(W)), [](const reals& w) { return static_cast<real>(w.size()); }, 0, 1});
  f(row{"size", penalty(size(W)), [](const reals& w) { return static_cast<real>(w.size()); }, 0, 1, 3});
  f(row{"variance", penalty(variance(W)),
        [](const reals& w) {
          const real m = mean(w);
          return naive::sum(w, [m](real x) { return (x - m) * (x - m); }) / static_cast<real>(w.size());
        },
        no_number, 0});
  f(row{"log_sum_exp", penalty(log_sum_exp(W)),
        [](const reals& w) { return std::log(naive::sum(w, [](real x) { return std::exp(x); })); }, -inf, 3});
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

TEMPLATE_TEST_CASE("a reduction is what a plain loop says", "[atoms]", float, double) {
  for_each_reduction([](const auto& r) {
    for (const std::size_t n : {37u, 5000u}) {
      const auto w = naive::data<TestType>(n);
      std::vector<TestType> g(n, TestType(7));
      const double value = r.penalty.value_and_gradient(w, g);
      CAPTURE(r.name, n, value);
      CHECK(naive::error(value, r.loop(naive::widened(w))) <= naive::tolerance<TestType>);
      if (n < 100) CHECK(naive::error(g, naive::gradient(r.loop, naive::widened(w))) <= naive::tolerance<TestType>);
    }
  });
}

TEST_CASE("reductions of nothing, of one entry, of NaN", "[atoms]") {
  for_each_reduction([](const auto& r) {
    std::vector<double> none, three = {3}, sick = {1, no_number, 2}, g(3);
    CAPTURE(r.name, r.penalty.value_and_gradient(none, none), r.penalty.value_and_gradient(sick, g));
    CHECK(same(r.penalty.value_and_gradient(none, none), r.of_nothing));
    CHECK(same(r.penalty.value_and_gradient(sick, g), r.of_nan));
    g.resize(1);
    CHECK(r.penalty.value_and_gradient(three, g) == Approx(r.of_three));
    CHECK(naive::error(g, naive::gradient(r.loop, {3})) <= 1e-9);
  });
}

TEST_CASE("a NaN is seen wherever it stands", "[atoms]") {
  const auto highest = regula::penalty(max(W));
  const auto lowest = regula::penalty(min(W));
  for (const std::size_t at : {0, 1, 7, 8, 36}) {
    auto w = naive::data<double>(37);
    w[at] = no_number;
    CAPTURE(at);
    CHECK(std::isnan(highest(w)));
    CHECK(std::isnan(lowest(w)));
  }
}

TEST_CASE("entries that tie share the slope equally", "[atoms]") {
  std::vector<double> w = {3, 1, 3, -5, 3}, g(5);
  CHECK(regula::penalty(max(W)).value_and_gradient(w, g) == 3);
  CHECK(g == std::vector<double>{1.0 / 3, 0, 1.0 / 3, 0, 1.0 / 3});
  w = {-5, 1, -5, 0, 2};
  CHECK(regula::penalty(min(W)).value_and_gradient(w, g) == -5);
  CHECK(g == std::vector<double>{0.5, 0, 0.5, 0, 0});
  CHECK(regula::penalty(norm_inf(W)).value_and_gradient(w = {-3, 1, 3, 0, 0}, g) == 3);
  CHECK(g == std::vector<double>{-0.5, 0, 0.5, 0, 0});
}

TEST_CASE("infinite entries", "[atoms]") {
  const std::vector<double> w = {1, inf, 2}, v = {-inf, 1, 2};
  CHECK(regula::penalty(sum(W))(w) == inf);
  CHECK(regula::penalty(max(W))(w) == inf);
  CHECK(regula::penalty(min(W))(w) == 1);
  CHECK(regula::penalty(min(W))(v) == -inf);
  CHECK(regula::penalty(max(W))(v) == 2);
  CHECK(regula::penalty(norm1(W))(v) == inf);
  CHECK(regula::penalty(norm2(W))(v) == inf);
  CHECK(regula::penalty(norm_inf(W))(v) == inf);
  CHECK(regula::penalty(count_nonzero(W))(v) == 3);
  CHECK(regula::penalty(log_sum_exp(W))(v) == Approx(2 + std::log1p(std::exp(-1.0))));
  CHECK(std::isnan(regula::penalty(log_sum_exp(W))(w)));
}

TEST_CASE("log_sum_exp neither overflows nor vanishes", "[atoms]") {
  const auto p = regula::penalty(log_sum_exp(W));
  for (const double far : {1000.0, -1000.0}) {
    const std::vector<double> w = {far, far + 1};
    std::vector<double> g(2);
    CHECK(p.value_and_gradient(w, g) == Approx(far + std::log(1 + std::exp(1.0))));
    CHECK(g[0] == Approx(1 / (1 + std::exp(1.0))));
    CHECK(g[0] + g[1] == Approx(1));
  }
}
