// SPDX-License-Identifier: MIT
#include <dsl/matrix/order.hpp>
#include <numeric>
#include <tests/catch.hpp>
#include <tests/matrix/witness.hpp>

using regula::dsl::workspace;
using witness::integer;

namespace {

template <class S> constexpr S nan_of = std::numeric_limits<S>::quiet_NaN();

template <class S> std::vector<S> entries(integer n, unsigned seed, int different) {
  std::mt19937 source(seed);
  std::vector<S> x(static_cast<std::size_t>(n));
  for (S& e : x) e = static_cast<S>(static_cast<int>(source() % static_cast<unsigned>(2 * different + 1)) - different);
  return x;
}

/// The mean over all orders that sort the entries is the equal share: here by moving each entry's rank.
template <class S>
std::vector<long double> shares(const std::vector<S>& sizes, const std::vector<long double>& of_rank) {
  std::vector<long double> slope;
  for (const S a : sizes) {
    const auto first = std::count_if(sizes.begin(), sizes.end(), [&](S b) { return b > a; });
    const auto equal = std::count(sizes.begin(), sizes.end(), a);
    slope.push_back(std::accumulate(of_rank.begin() + first, of_rank.begin() + first + equal, 0.0L) / equal);
  }
  return slope;
}
template <class S> long double sign(S x) { return static_cast<long double>((x > S(0)) - (x < S(0))); }

}  // namespace

TEMPLATE_TEST_CASE("the sorted, weighted sum", "[matrix]", float, double) {
  workspace w;
  for (const integer n : {0, 1, 2, 5, 100})
    for (const int different : {0, 2, 10000}) {
      const auto x = entries<TestType>(n, 3, different), weights = entries<TestType>(n, 4, 50);
      std::vector<TestType> sizes, slope(x.size(), TestType(9));
      for (const TestType e : x) sizes.push_back(std::abs(e));
      const auto share = shares(sizes, {weights.begin(), weights.end()});
      long double value = 0;
      for (std::size_t i = 0; i < x.size(); ++i) value += share[i] * static_cast<long double>(sizes[i]);
      const double found = sorted_weighted_sum(slope.data(), x.data(), weights.data(), n, w);
      CHECK(found == Approx(static_cast<double>(value)).epsilon(1e-12).margin(1e-9));
      CHECK(sorted_weighted_sum<TestType>(nullptr, x.data(), weights.data(), n, w) == found);
      for (std::size_t i = 0; i < x.size(); ++i)
        CHECK(static_cast<double>(slope[i]) == Approx(static_cast<double>(share[i] * sign(x[i]))).margin(1e-5));
    }
  const TestType x[] = {3, -5, 0, 5}, weights[] = {4, 2, 1, 8};
  TestType slope[4];
  CHECK(sorted_weighted_sum(slope, x, weights, 4, w) == 4 * 5 + 2 * 5 + 1 * 3);
  CHECK(std::vector<TestType>(slope, slope + 4) == std::vector<TestType>{1, -3, 0, 3});
}

TEMPLATE_TEST_CASE("the sum of the k largest", "[matrix]", float, double) {
  workspace w;
  for (const integer n : {0, 1, 2, 7, 100})
    for (const integer k : {0, 1, 3, 50, 99, 100, 1000})
      for (const int different : {0, 3, 10000})
        for (const bool absolute : {false, true}) {
          const auto x = entries<TestType>(n, 5, different);
          std::vector<TestType> sizes, slope(x.size(), TestType(9));
          for (const TestType e : x) sizes.push_back(absolute ? std::abs(e) : e);
          std::vector<long double> places(x.size(), 0.0L);
          std::fill_n(places.begin(), std::min(k, n), 1.0L);
          const auto share = shares(sizes, places);
          long double value = 0;
          for (std::size_t i = 0; i < x.size(); ++i) value += share[i] * static_cast<long double>(sizes[i]);
          CAPTURE(n, k, different, absolute);
          const double found = largest_sum(slope.data(), x.data(), n, k, absolute, w);
          CHECK(found == Approx(static_cast<double>(value)).epsilon(1e-12).margin(1e-9));
          CHECK(largest_sum<TestType>(nullptr, x.data(), n, k, absolute, w) == found);
          for (std::size_t i = 0; i < x.size(); ++i) {
            const long double right = absolute ? share[i] * sign(x[i]) : share[i];
            CHECK(static_cast<double>(slope[i]) == Approx(static_cast<double>(right)).margin(1e-6));
          }
        }
}

TEMPLATE_TEST_CASE("one NaN spoils the sum and every slope", "[matrix]", float, double) {
  workspace w;
  const TestType x[] = {1, nan_of<TestType>, 3}, weights[] = {3, 2, 1};
  TestType slope[3] = {};
  CHECK(std::isnan(sorted_weighted_sum(slope, x, weights, 3, w)));
  CHECK(std::all_of(slope, slope + 3, [](TestType e) { return std::isnan(e); }));
  std::fill_n(slope, 3, TestType(0));
  CHECK(std::isnan(largest_sum(slope, x, 3, 1, true, w)));
  CHECK(std::all_of(slope, slope + 3, [](TestType e) { return std::isnan(e); }));
}

TEMPLATE_TEST_CASE("an infinite entry makes an infinite sum", "[matrix]", float, double) {
  workspace w;
  constexpr auto inf = std::numeric_limits<TestType>::infinity();
  const TestType x[] = {1, -inf, 3}, weights[] = {3, 2, 1};
  TestType slope[3];
  CHECK(sorted_weighted_sum(slope, x, weights, 3, w) == std::numeric_limits<double>::infinity());
  CHECK(std::vector<TestType>(slope, slope + 3) == std::vector<TestType>{1, -3, 2});
  CHECK(largest_sum(slope, x, 3, 2, true, w) == std::numeric_limits<double>::infinity());
  CHECK(largest_sum(slope, x, 3, 2, false, w) == 4.0);
}

TEST_CASE("what cancels is not lost", "[matrix]") {
  workspace w;
  std::vector<double> x(1001, 1.0);
  x[0] = 1e17;
  x[500] = -1e17;
  CHECK(largest_sum<double>(nullptr, x.data(), 1001, 1001, false, w) == 999.0);
}
