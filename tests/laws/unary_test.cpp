// SPDX-License-Identifier: MIT
#include <tests/catch.hpp>
#include <tests/laws/laws.hpp>

namespace {

using namespace laws;

template <class L, class S> void lanes_are_true() {
  auto xs = numbers_test::sweep<S>(512);
  constexpr std::size_t size = lanes<S>::size;
  double worst = 0, at = 0;
  for (std::size_t i = 0; i < xs.size(); i += size) {
    S out[size];
    L::template value<lanes<S>>(lanes<S>::load(&xs[i])).store(out);
    for (std::size_t k = 0; k < size; ++k) {
      const S x = xs[i + k];
      if (std::isnan(x) && !std::isnan(out[k]) && !std::is_same_v<L, power<0>>)
        FAIL(L::name << " of NaN is " << out[k]);
      if (L::range == regula::range::nonnegative && out[k] < 0) FAIL(L::name << " of " << x << " is " << out[k]);
      const double error = distance(out[k], truth<L>(seen<L>(x)));
      if (error > worst) worst = error, at = static_cast<double>(x);
    }
  }
  CAPTURE(L::name, sizeof(S), worst, at);
  CHECK(worst <= L::ulps);
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("lanes stay within the stated distance of the truth", "[laws]", laws::unary) {
  lanes_are_true<TestType, float>();
  lanes_are_true<TestType, double>();
}

TEMPLATE_LIST_TEST_CASE("a number is as good as lanes", "[laws]", laws::unary) {
  using L = TestType;
  for (const double x : awkward<double>()) {
    const double y = L::template value<number>(number(x)).v;
    CAPTURE(L::name, x, y);
    CHECK(distance(y, truth<L>(seen<L>(x))) <= std::max(L::ulps, 2));
  }
}

TEMPLATE_LIST_TEST_CASE("a slope is the limit of differences", "[laws]", laws::plain_unary) {
  using L = TestType;
  if constexpr (regula::dsl::has_slope<typename L::atom>) {
    for (const double x : calm) {
      if (!inside<L>(x) || !away_from_kinks<L>(x)) continue;
      const number y = L::template value<number>(number(x));
      const double slope = plain(L::slope(number(x), y));
      const bool constant = std::is_same_v<typename L::atom, regula::detached_atom>;
      const long double expected = constant ? 0 : difference(truth<L, long double>, x);
      CAPTURE(L::name, x, slope, static_cast<double>(expected));
      CHECK(is_slope(slope, expected, y.v));
    }
  }
}

TEMPLATE_LIST_TEST_CASE("curvature, trend and range are as claimed", "[laws]", laws::unary) {
  using L = TestType;
  using regula::curvature;
  using regula::trend;
  std::vector<double> xs;
  for (const double x : calm)
    if (inside<L>(x)) xs.push_back(x);
  for (const double x : {-1.0, 0.0, 1.0, 40.0, -40.0, 1e-9, -1e-9})
    if (inside<L>(x)) xs.push_back(x);
  std::sort(xs.begin(), xs.end());
  for (const double a : xs) {
    const long double fa = truth<L>(a);
    CAPTURE(L::name, a);
    if (L::range == regula::range::nonnegative) CHECK(fa >= 0);
    if (L::range == regula::range::nonpositive) CHECK(fa <= 0);
    for (const double b : xs) {
      if (b <= a) continue;
      const long double fb = truth<L>(b), middle = truth<L>((static_cast<long double>(a) + b) / 2);
      const long double slack = 1e-16L * (std::fabs(fa) + std::fabs(fb)), bend = middle - (fa + fb) / 2;
      CAPTURE(b, static_cast<double>(bend));
      if (L::bends == curvature::convex || L::bends == curvature::affine) CHECK(bend <= slack);
      if (L::bends == curvature::concave || L::bends == curvature::affine) CHECK(bend >= -slack);
      if (L::runs == trend::increasing) CHECK(fb >= fa - slack);
      if (L::runs == trend::decreasing) CHECK(fb <= fa + slack);
    }
  }
}
