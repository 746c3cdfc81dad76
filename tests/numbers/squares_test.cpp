// SPDX-License-Identifier: MIT
/// Sums of squares of entries times a power of two, against long double.
#include <dsl/numbers/squares.hpp>
#include <random>
#include <tests/catch.hpp>
#include <vector>

namespace {

using real = long double;

template <class S> std::vector<S> numbers(std::size_t n, double size) {
  std::mt19937 random(7);
  std::vector<S> x(n);
  for (S& v : x) v = static_cast<S>(size * (static_cast<double>(random()) / 2147483648.0 - 1));
  return x;
}
template <class S> std::ptrdiff_t length(const std::vector<S>& x) { return static_cast<std::ptrdiff_t>(x.size()); }

/// Ends of the type whose squares leave it, and the scale that brings them back.
template <class S> struct end { double size, scale; };
template <class S> std::vector<end<S>> ends() {
  using limits = std::numeric_limits<S>;
  return {{static_cast<double>(limits::max()) / 4, regula::squares_range<S>::shrink},
          {static_cast<double>(limits::min()) * 64, regula::squares_range<S>::grow},
          {1.5, 1.0}};
}

}  // namespace

TEMPLATE_TEST_CASE("sums of squares at the ends of the type", "[numbers]", float, double) {
  using S = TestType;
  for (const std::size_t n : {0u, 1u, 3u, 15u, 16u, 17u, 64u, 4096u, 4097u, 9001u})
    for (const auto& at : ends<S>()) {
      CAPTURE(n, at.size);
      const auto x = numbers<S>(n, at.size);
      real all = 0;
      for (const S v : x) all += static_cast<real>(v) * at.scale * (static_cast<real>(v) * at.scale);
      const real found = regula::sum_of_squares(x.data(), length(x), at.scale);
      CHECK(std::fabs(found - all) <= all * (sizeof(S) == 4 ? real(1e-5) : real(1e-13)));

      std::vector<S> sums(n + 1, S(0.25));
      regula::add_squares(x.data(), length(x), at.scale, sums.data());
      for (std::size_t i = 0; i < n; ++i) {
        const real square = static_cast<real>(x[i]) * at.scale * (static_cast<real>(x[i]) * at.scale);
        if (std::fabs(static_cast<real>(sums[i]) - (real(0.25) + square)) >
            (real(0.25) + square) * 4 * std::numeric_limits<S>::epsilon())
          FAIL("entry " << i);
      }
      CHECK(sums[n] == S(0.25));
    }
}

TEMPLATE_TEST_CASE("zeros, infinities and NaN among squares", "[numbers]", float, double) {
  using S = TestType;
  for (const std::size_t n : {1u, 16u, 40u, 5000u})
    for (const std::size_t place : {std::size_t{0}, n / 2, n - 1}) {
      std::vector<S> x(n, S(-0.0)), sums(n, S(0));
      CHECK(regula::are_zeros(x.data(), length(x)));
      CHECK(regula::sum_of_squares(x.data(), length(x), 2.0) == 0);
      x[place] = std::numeric_limits<S>::denorm_min();
      CHECK_FALSE(regula::are_zeros(x.data(), length(x)));
      x[place] = -std::numeric_limits<S>::infinity();
      CHECK(std::isinf(regula::sum_of_squares(x.data(), length(x), 0.5)));
      x[place] = std::numeric_limits<S>::quiet_NaN();
      CHECK(std::isnan(regula::sum_of_squares(x.data(), length(x), 0.5)));
      regula::add_squares(x.data(), length(x), 0.5, sums.data());
      for (std::size_t i = 0; i < n; ++i) CHECK((i == place ? std::isnan(sums[i]) : sums[i] == 0));
    }
}
