// SPDX-License-Identifier: MIT
/// Every atom in a formula: the kernel's value and gradient against a plain loop and its differences.
#include <random>
#include <regula/penalty.hpp>
#include <tests/catch.hpp>
#include <tests/laws/laws.hpp>

namespace {

using namespace laws;
using namespace regula::symbols;

/// Inside the domain, no kink near: the calm values, and as many again at random.
template <class L, class S>
std::vector<S> inputs() {
  std::vector<S> xs;
  std::mt19937 random(7);
  std::uniform_real_distribution<double> factor(0.9, 1.1);
  for (const double x : calm)
    for (const double each : {x, x * factor(random)})
      if (inside<L>(each)) xs.push_back(static_cast<S>(each));
  xs.push_back(S(0.6));  // an odd number of them: a padded end
  return xs;
}

template <class L>
constexpr bool constant_slope = std::is_same_v<typename L::atom, regula::detached_atom>;

template <class L, class S>
void holds_inside() {
  constexpr auto p = regula::penalty(sum(regula::call<typename L::atom, L::bits>(W)));
  auto w = inputs<L, S>();
  std::vector<S> g(w.size());
  const double value = p.value_and_gradient(w, g);
  long double total = 0, size = 0;
  for (const S x : w) {
    total += truth<L>(x);
    size += std::fabs(truth<L>(x));
  }
  CAPTURE(L::name, L::bits, sizeof(S));
  CHECK(std::fabs(value - total) <= (sizeof(S) == 4 ? 1e-6L : 1e-14L) * size);
  for (std::size_t i = 0; i < w.size(); ++i) {
    const long double expected = constant_slope<L> ? 0 : difference(truth<L, long double>, w[i]);
    CAPTURE(w[i], g[i], static_cast<double>(expected));
    CHECK(is_slope(g[i], expected, truth<L>(w[i])));
  }

  // A NaN is seen in the value and stays in its place.
  auto sick = w, h = g;
  sick[1] = std::numeric_limits<S>::quiet_NaN();
  CHECK(std::isnan(p.value_and_gradient(sick, h)) != std::is_same_v<L, power<0>>);
  h[1] = g[1];
  CHECK(h == g);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("an atom keeps its promises in a penalty", "[laws]", laws::unary) {
  holds_inside<TestType, double>();
  holds_inside<TestType, float>();
}

TEMPLATE_LIST_TEST_CASE("an atom of two tensors keeps its promises in a penalty", "[laws]", laws::binary) {
  using L = TestType;
  const auto p = regula::penalty(sum(regula::call<typename L::atom>(W, V)));
  std::vector<double> w, v;
  for (const double a : calm)
    for (const double b : calm)
      if (a != b && inside<L>(a) && inside<L>(b) && (L::parameters == 0 || b > 0)) w.push_back(a), v.push_back(b);
  std::vector<double> dw(w.size()), dv(w.size());
  const double value = p.value_and_gradient(W = regula::wrt(w, dw), V = regula::wrt(v, dv));
  long double total = 0, size = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const long double a = w[i], b = v[i], y = truth<L>(a, b);
    total += y;
    size += std::fabs(y);
    CAPTURE(L::name, w[i], v[i], dw[i], dv[i]);
    CHECK(is_slope(dw[i], difference([&](long double t) { return truth<L>(t, b); }, a), y));
    CHECK(is_slope(dv[i], difference([&](long double t) { return truth<L>(a, t); }, b), y));
  }
  CAPTURE(L::name, value, static_cast<double>(total));
  CHECK(std::fabs(value - total) <= 1e-14L * size);
}
