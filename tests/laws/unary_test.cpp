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

/// On lanes, as the kernel computes it.
template <class L, class S> void slope_is_true() {
  for (const double each : calm) {
    const S x = static_cast<S>(each);
    if (!inside<L>(x) || !away_from_kinks<L>(x)) continue;
    const auto many = lanes<S>::all(x), y = L::template value<lanes<S>>(many);
    const S slope = first_of<S>(L::slope(many, y));
    const bool constant = std::is_same_v<typename L::atom, regula::detached_atom>;
    const long double expected = constant ? 0 : difference([](long double t) { return truth<L>(t); }, x);
    CAPTURE(L::name, x, slope, static_cast<double>(expected));
    CHECK(is_slope(slope, expected, truth<L>(x)));
  }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("lanes stay within the stated distance of the truth", "[laws]", laws::unary) {
  lanes_are_true<TestType, float>();
  lanes_are_true<TestType, double>();
}

TEMPLATE_LIST_TEST_CASE("a number is as good as lanes", "[laws]", laws::unary) {
  using L = TestType;
  for (const double x : awkward<double>()) {
    const double y = L::template value<one_lane>(one_lane(x)).v;
    CAPTURE(L::name, x, y);
    CHECK(distance(y, truth<L>(seen<L>(x))) <= std::max(L::ulps, 2));
  }
}

TEMPLATE_LIST_TEST_CASE("a slope is the limit of differences", "[laws]", laws::plain_unary) {
  if constexpr (regula::dsl::has_slope<typename TestType::atom>) {
    slope_is_true<TestType, float>();
    slope_is_true<TestType, double>();
  }
}
