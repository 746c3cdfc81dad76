// SPDX-License-Identifier: MIT
/// Eigen tensors of every rank, layout and entry type, against loops over their entries.
#include <algorithm>
#include <array>
#include <cmath>
#include <regula/tensor.hpp>
#include <tests/catch.hpp>
#include <vector>

namespace {

using namespace regula::symbols;
using regula::wrt;

template <class S, int Rank, int Layout> using tensor = Eigen::Tensor<S, Rank, Layout>;

constexpr auto anchored = regula::penalty(0.5 * sum(square(W - W0)) + 0.1 * sum(abs(W)));
constexpr auto elastic = regula::penalty(0.5 * sum(square(W)) + 0.1 * sum(abs(W)));

template <class S, int Rank, int Layout>
auto make(const std::array<Eigen::Index, static_cast<std::size_t>(Rank)>& extents, int seed) {
  tensor<S, Rank, Layout> t(extents);
  for (Eigen::Index i = 0; i < t.size(); ++i)
    t.data()[i] = static_cast<S>(std::sin(0.7 * static_cast<double>(i) + seed));
  return t;
}

/// f(index) for every entry.
template <std::size_t Rank, class F> void for_entries(const std::array<Eigen::Index, Rank>& extents, F f) {
  std::array<Eigen::Index, Rank> at{};
  Eigen::Index n = 1;
  for (const auto e : extents) n *= e;
  for (Eigen::Index i = 0; i < n; ++i) {
    auto rest = i;
    for (std::size_t k = 0; k < Rank; ++k) {
      at[k] = rest % extents[k];
      rest /= extents[k];
    }
    f(at);
  }
}

template <class S> double sign(S x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; }

/// W, W0 and the gradient, each in a layout of its own, against the loop.
template <class S, int Rank, int OfW, int OfW0, int OfG>
void check(const std::array<Eigen::Index, static_cast<std::size_t>(Rank)>& extents) {
  const auto w = make<S, Rank, OfW>(extents, 1);
  const auto w0 = make<S, Rank, OfW0>(extents, 2);
  tensor<S, Rank, OfG> g(extents);
  std::fill_n(g.data(), g.size(), S(99));

  double expected = 0.0;
  for_entries(extents, [&](const auto& at) {
    const double d = static_cast<double>(w(at)) - static_cast<double>(w0(at));
    expected += 0.5 * d * d + 0.1 * std::fabs(static_cast<double>(w(at)));
  });
  const double scale = std::is_same_v<S, float> ? 1e-6 : 1e-14;
  CHECK(anchored(W = w, W0 = w0) == Approx(expected).epsilon(scale));
  CHECK(anchored.value_and_gradient(W = wrt(w, g), W0 = w0) == Approx(expected).epsilon(scale));
  for_entries(extents, [&](const auto& at) {
    const double slope = static_cast<double>(w(at)) - static_cast<double>(w0(at)) + 0.1 * sign(w(at));
    REQUIRE(static_cast<double>(g(at)) == Approx(slope).margin(4 * scale));
  });
  anchored.add_gradient(W = wrt(w, g), W0 = w0);
  for_entries(extents, [&](const auto& at) {
    const double slope = static_cast<double>(w(at)) - static_cast<double>(w0(at)) + 0.1 * sign(w(at));
    REQUIRE(static_cast<double>(g(at)) == Approx(2.0 * slope).margin(8 * scale));
  });
}

constexpr int columns_first = Eigen::ColMajor, rows_first = Eigen::RowMajor;

}  // namespace

TEST_CASE("tensors of rank 1 to 6, column- and row-major", "[tensor]") {
  check<double, 1, columns_first, columns_first, columns_first>({37});
  check<double, 2, rows_first, rows_first, rows_first>({5, 7});
  check<double, 3, columns_first, columns_first, columns_first>({4, 3, 5});
  check<double, 4, rows_first, rows_first, rows_first>({3, 1, 5, 2});
  check<double, 5, columns_first, columns_first, columns_first>({2, 3, 1, 2, 5});
  check<double, 6, rows_first, rows_first, rows_first>({2, 3, 2, 1, 2, 3});
}

TEST_CASE("tensors of mixed layouts, also larger than a block", "[tensor]") {
  check<double, 2, rows_first, columns_first, rows_first>({5, 7});
  check<float, 3, rows_first, columns_first, rows_first>({33, 17, 29});
  check<float, 3, columns_first, columns_first, rows_first>({33, 17, 29});
  check<double, 6, columns_first, rows_first, columns_first>({2, 3, 2, 1, 2, 3});
}

TEST_CASE("maps read and write the memory they are given", "[tensor]") {
  std::vector<float> entries(2 * 3 * 4), slopes(entries.size(), 99.0f);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i] = static_cast<float>(i) - 7.5f;
  double expected = 0.0;
  for (const float x : entries) expected += 0.5 * x * x + 0.1 * std::fabs(x);

  const Eigen::TensorMap<const Eigen::Tensor<float, 3>> w(entries.data(), 2, 3, 4);
  Eigen::TensorMap<Eigen::Tensor<float, 3>> g(slopes.data(), 2, 3, 4);
  CHECK(elastic(w) == Approx(expected));
  CHECK(elastic.value_and_gradient(w, g) == Approx(expected));
  for (std::size_t i = 0; i < entries.size(); ++i) CHECK(slopes[i] == Approx(entries[i] + 0.1 * sign(entries[i])));

  SECTION("a map made in the call") {
    std::fill(slopes.begin(), slopes.end(), 0.0f);
    elastic.gradient(w, Eigen::TensorMap<Eigen::Tensor<float, 3>>(slopes.data(), 2, 3, 4));
    CHECK(slopes[3] == Approx(entries[3] + 0.1 * sign(entries[3])));
  }
  SECTION("one memory in two layouts") {
    const Eigen::TensorMap<const Eigen::Tensor<float, 2, Eigen::RowMajor>> rows(entries.data(), 3, 8);
    const Eigen::TensorMap<const Eigen::Tensor<float, 2>> columns(entries.data(), 3, 8);
    double distance = 0.0;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 8; ++j)
        distance +=
            std::pow(entries[static_cast<std::size_t>(8 * i + j)] - entries[static_cast<std::size_t>(i + 3 * j)], 2);
    CHECK(regula::penalty(sum(square(W - W0)))(W = rows, W0 = columns) == Approx(distance));
  }
}

TEST_CASE("a tensor and a matrix of one shape agree", "[tensor]") {
  const auto w = make<double, 2, Eigen::RowMajor>({5, 7}, 1);
  Eigen::MatrixXd w0(5, 7);
  double expected = 0.0;
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 7; ++j) {
      w0(i, j) = 0.1 * i - 0.2 * j;
      expected += 0.5 * std::pow(w(i, j) - w0(i, j), 2) + 0.1 * std::fabs(w(i, j));
    }
  CHECK(anchored(W = w, W0 = w0) == Approx(expected));
}

TEST_CASE("tensors of fixed size and of rank 0", "[tensor]") {
  Eigen::TensorFixedSize<double, Eigen::Sizes<2, 3>> w, g;
  std::fill_n(w.data(), w.size(), 2.0);
  CHECK(elastic.value_and_gradient(w, g) == Approx(6 * (2.0 + 0.2)));
  CHECK(g(1, 2) == Approx(2.1));

  Eigen::Tensor<double, 0> x, dx;
  x() = -3.0;
  CHECK(elastic.value_and_gradient(x, dx) == Approx(4.5 + 0.3));
  CHECK(dx() == Approx(-3.1));
}

TEST_CASE("a tensor without entries", "[tensor]") {
  Eigen::Tensor<float, 3> w(4, 0, 2), g(4, 0, 2);
  CHECK(elastic(w) == 0.0);
  CHECK(elastic.value_and_gradient(w, g) == 0.0);
  CHECK(regula::penalty(norm2(W)).value_and_gradient(w, g) == 0.0);
}

TEST_CASE("shapes must fit, whatever the rank", "[tensor]") {
  using Catch::Matchers::ContainsSubstring;
  const auto w = make<float, 3, Eigen::ColMajor>({2, 3, 4}, 1);
  auto g = make<float, 3, Eigen::ColMajor>({2, 4, 3}, 2);
  const float before = g(1, 1, 1);
  CHECK_THROWS_WITH(elastic.gradient(w, g), ContainsSubstring("2 x 4 x 3") && ContainsSubstring("W (2 x 3 x 4)"));
  CHECK(g(1, 1, 1) == before);
  CHECK_THROWS_AS(anchored(W = w, W0 = g), regula::shape_error);
  auto same = w;
  CHECK_THROWS_AS(elastic.gradient(same, same), regula::overlap_error);
}
