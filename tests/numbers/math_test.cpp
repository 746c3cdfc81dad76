// SPDX-License-Identifier: MIT
#include <array>
#include <tests/catch.hpp>
#include <tests/numbers/sweep.hpp>

namespace {

using namespace numbers_test;
using regula::lanes;
using regula::one_lane;
using regula::ulps;

template <class S> struct row {
  const char* name;
  double bound;
  lanes<S> (*on_lanes)(lanes<S>);
  one_lane (*on_number)(one_lane);
  long double (*truth)(long double);
};

template <class S>
const std::array table = {
    row<S>{"sqrt", ulps::sqrt, [](lanes<S> x) { return sqrt(x); }, [](one_lane x) { return sqrt(x); }, std::sqrt},
    row<S>{"inverse", ulps::inverse, [](lanes<S> x) { return inverse(x); }, [](one_lane x) { return inverse(x); },
           [](long double x) { return 1 / x; }},
    row<S>{"inverse_sqrt", ulps::inverse_sqrt, [](lanes<S> x) { return inverse_sqrt(x); },
           [](one_lane x) { return inverse_sqrt(x); }, [](long double x) { return 1 / std::sqrt(x); }},
    row<S>{"safe_inverse_sqrt", ulps::inverse_sqrt, [](lanes<S> x) { return safe_inverse_sqrt(x); },
           [](one_lane x) { return safe_inverse_sqrt(x); },
           [](long double x) { return x == 0 ? x : 1 / std::sqrt(x); }},
    row<S>{"exp", ulps::exp, [](lanes<S> x) { return exp(x); }, [](one_lane x) { return exp(x); }, std::exp},
    row<S>{"expm1", ulps::expm1, [](lanes<S> x) { return expm1(x); }, [](one_lane x) { return expm1(x); }, std::expm1},
    row<S>{"tanh", ulps::tanh, [](lanes<S> x) { return tanh(x); }, [](one_lane x) { return tanh(x); }, std::tanh},
    row<S>{"log", ulps::log, [](lanes<S> x) { return log(x); }, [](one_lane x) { return log(x); }, std::log},
    row<S>{"log1p", ulps::log1p, [](lanes<S> x) { return log1p(x); }, [](one_lane x) { return log1p(x); }, std::log1p},
    row<S>{"sin", ulps::sin, [](lanes<S> x) { return sin(x); }, [](one_lane x) { return sin(x); }, std::sin},
    row<S>{"cos", ulps::cos, [](lanes<S> x) { return cos(x); }, [](one_lane x) { return cos(x); }, std::cos},
    row<S>{"atan", ulps::atan, [](lanes<S> x) { return atan(x); }, [](one_lane x) { return atan(x); }, std::atan},
};

}  // namespace

TEMPLATE_TEST_CASE("lanes stay within the stated distance of the truth", "[numbers]", float, double) {
  const auto xs = sweep<TestType>(20000);
  for (const auto& f : table<TestType>) {
    const worst found = measure(f.on_lanes, f.truth, xs);
    CAPTURE(f.name, found.ulps, found.at, found.got);
    CHECK(found.ulps <= f.bound);
  }
}

TEST_CASE("a number is as good as the C library", "[numbers]") {
  const auto xs = sweep<double>(500);
  for (const auto& f : table<double>) {
    double worst = 0, at = 0;
    for (const double x : xs) {
      const double error = ulps_between(f.on_number(one_lane(x)).v, f.truth(static_cast<long double>(x)));
      if (!(error <= worst)) worst = error, at = x;
    }
    CAPTURE(f.name, at);
    CHECK(worst <= 2.0);
  }
}

TEMPLATE_TEST_CASE("odd functions keep the sign of zero", "[numbers]", float, double) {
  for (const double zero : {0.0, -0.0}) {
    for (const auto& f : table<TestType>) {
      if (f.truth(0.0L) != 0.0L) continue;
      TestType out[lanes<TestType>::size];
      f.on_lanes(lanes<TestType>(zero)).store(out);
      CAPTURE(f.name, zero);
      CHECK(out[0] == 0);
      CHECK(std::signbit(out[0]) == std::signbit(zero));
    }
  }
}

TEMPLATE_TEST_CASE("a root that is a number is found exactly", "[numbers]", float, double) {
  int wrong = 0;
  for (int i = 0; i <= 4096; ++i) wrong += highest(sqrt(lanes<TestType>(static_cast<double>(i) * i))) != i;
  CHECK(wrong == 0);
}

TEMPLATE_TEST_CASE("a lane does not depend on its neighbours", "[numbers]", float, double) {
  using limit = std::numeric_limits<TestType>;
  constexpr int size = lanes<TestType>::size;
  for (const auto& f : table<TestType>) {
    TestType alone[size], among[size], in[size];
    const TestType odd_ones[] = {limit::quiet_NaN(), limit::infinity(), TestType(1e30), TestType(-1), TestType(0)};
    for (int i = 0; i < size; ++i) in[i] = odd_ones[i % 5];
    in[size - 1] = TestType(0.7);
    f.on_lanes(lanes<TestType>::load(in)).store(among);
    f.on_lanes(lanes<TestType>(static_cast<double>(in[size - 1]))).store(alone);
    CAPTURE(f.name);
    CHECK(among[size - 1] == Approx(alone[size - 1]).epsilon(4 * static_cast<double>(limit::epsilon())));
  }
}
