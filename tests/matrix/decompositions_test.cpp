// SPDX-License-Identifier: MIT
#include <dsl/matrix/decompositions.hpp>
#include <dsl/matrix/power_iteration.hpp>
#include <numeric>
#include <tests/catch.hpp>
#include <tests/matrix/witness.hpp>

using namespace witness;
using regula::domain_error;
using regula::dsl::singular_triplets;
using regula::dsl::workspace;

namespace {

template <class S> constexpr double eps = static_cast<double>(std::numeric_limits<S>::epsilon());

/// Orthonormal columns, by Gram and Schmidt, twice.
exact orthonormal(integer m, integer n, unsigned seed) {
  exact q = widen(random<double>(m, n, seed));
  for (integer j = 0; j < n; ++j) {
    for (int twice = 0; twice < 2; ++twice)
      for (integer k = 0; k < j; ++k) {
        long double dot = 0;
        for (integer i = 0; i < m; ++i) dot += q(i, k) * q(i, j);
        for (integer i = 0; i < m; ++i) q(i, j) -= dot * q(i, k);
      }
    long double square = 0;
    for (integer i = 0; i < m; ++i) square += q(i, j) * q(i, j);
    for (integer i = 0; i < m; ++i) q(i, j) /= std::sqrt(square);
  }
  return q;
}

/// U diag(sigma) V' with known factors, so that every answer is known.
struct known {
  exact u, v;
  std::vector<long double> sigma;

  known(integer m, integer n, std::vector<long double> s)
      : u(orthonormal(m, static_cast<integer>(s.size()), 11)),
        v(orthonormal(n, static_cast<integer>(s.size()), 12)),
        sigma(std::move(s)) {}

  template <class F> exact with(const F& f) const {
    exact scaled = u;
    for (integer j = 0; j < u.cols; ++j)
      for (integer i = 0; i < u.rows; ++i) scaled(i, j) *= f(sigma[static_cast<std::size_t>(j)]);
    return times(scaled, turned(v));
  }
  template <class S> matrix<S> rounded() const {
    const exact x = with([](long double s) { return s; });
    matrix<S> y(x.rows, x.cols);
    std::transform(x.entries.begin(), x.entries.end(), y.entries.begin(), [](auto e) { return static_cast<S>(e); });
    return y;
  }
};

template <class S> std::vector<S> decomposed(const matrix_ref<S>& x, workspace& w) {
  std::vector<S> packed(static_cast<std::size_t>(regula::dsl::triplets_size(x.rows, x.cols)));
  singular_values(packed.data(), x, "nuclear_norm", w);
  return packed;
}

template <class S> void check_decomposition(matrix<S> x) {
  workspace w;
  for (const auto how : {layout::columns, layout::rows, layout::strided}) {
    const auto packed = decomposed(laid_out<S>(x, how).ref, w);
    const singular_triplets<const S> t{packed.data(), x.rows, x.cols};
    exact scaled = widen(t.u());
    for (integer j = 0; j < t.k(); ++j)
      for (integer i = 0; i < x.rows; ++i) scaled(i, j) *= static_cast<long double>(t.sigma()[j]);
    const double large = t.k() ? std::max(1e-300, static_cast<double>(t.sigma()[0])) : 1.0;
    const exact one = widen(Eigen::MatrixXd::Identity(t.k(), t.k()).eval(), t.k(), t.k());
    CAPTURE(x.rows, x.cols, static_cast<int>(how));
    CHECK(apart(times(scaled, turned(widen(t.v()))), x) <= 60 * eps<S> * large);
    CHECK(apart(times(turned(widen(t.u())), widen(t.u())), one) <= 60 * eps<S>);
    CHECK(apart(times(turned(widen(t.v())), widen(t.v())), one) <= 60 * eps<S>);
    CHECK(std::is_sorted(t.sigma(), t.sigma() + t.k(), std::greater<>()));
    CHECK((t.k() == 0 || t.sigma()[t.k() - 1] >= S(0)));
  }
}

}  // namespace

TEMPLATE_TEST_CASE("singular values rebuild the matrix", "[matrix]", float, double) {
  for (const auto& [m, n] : {std::pair<integer, integer>{0, 0},
                             {0, 3},
                             {3, 0},
                             {1, 1},
                             {1, 6},
                             {6, 1},
                             {3, 3},
                             {20, 7},
                             {7, 20},
                             {33, 30},
                             {40, 40},
                             {90, 20}})
    check_decomposition(random<TestType>(m, n));
  auto same = random<TestType>(30, 24);
  for (integer j = 1; j < 24; ++j)
    for (integer i = 0; i < 30; ++i) same(i, j) = same(i, j % 3);
  check_decomposition(same);
  check_decomposition(matrix<TestType>(5, 4));
  matrix<TestType> one(20, 20);
  for (integer i = 0; i < 20; ++i) one(i, (i * 7) % 20) = TestType(-1);
  check_decomposition(one);
}

TEST_CASE("singular values of very large, very small and very mixed entries", "[matrix]") {
  for (const double scale : {1e300, 1e-300, 3e-310}) {
    auto x = random<double>(20, 18);
    for (auto& e : x.entries) e *= scale;
    workspace w;
    const auto packed = decomposed(x.ref(), w), unscaled = decomposed(random<double>(20, 18).ref(), w);
    const singular_triplets<const double> t{packed.data(), 20, 18}, u{unscaled.data(), 20, 18};
    for (integer i = 0; i < 18; ++i) CHECK(t.sigma()[i] / scale == Approx(u.sigma()[i]).epsilon(1e-10));
  }
  auto mixed = random<double>(30, 30);
  for (integer j = 0; j < 30; ++j)
    for (integer i = 0; i < 30; ++i) mixed(i, j) *= std::pow(10.0, -10.0 * static_cast<double>(j));
  check_decomposition(mixed);
}

TEMPLATE_TEST_CASE("the polar factor of known matrices: full, deficient, repeated", "[matrix]", float, double) {
  const double close = std::is_same_v<TestType, float> ? 1e-4 : 1e-6;
  workspace w;
  for (const auto& sigma : std::vector<std::vector<long double>>{
           {3}, {2, 1, 0.5L}, {1, 1, 1, 1}, {5, 5, 2, 2, 2}, {1, 1e-2L, 0, 0, 0}, {4, 4, 0, 0}, {7, 3, 1, 0.02L}})
    for (const auto& [m, n] : {std::pair<integer, integer>{9, 6}, {6, 9}, {8, 8}, {40, 24}, {24, 60}}) {
      const known x(m, n, sigma);
      auto rounded = x.rounded<TestType>();
      const auto packed = decomposed(rounded.ref(), w);
      CAPTURE(m, n, sigma);
      matrix<TestType> out(m, n);
      polar_factor(out.ref(), packed.data(), m, n, w);
      CHECK(apart(out, x.with([](long double s) { return s > 0 ? 1.0L : 0.0L; })) <= close);
      spectral_map(
          out.ref(), packed.data(), m, n, [](TestType s) { return s * s; }, w);
      CHECK(apart(out, x.with([](long double s) { return s * s; })) <= 30 * close);
      leading_factor(out.ref(), packed.data(), m, n, w);
      const auto ties = static_cast<long double>(std::count(sigma.begin(), sigma.end(), sigma[0]));
      CHECK(apart(out, x.with([&](long double s) { return s == sigma[0] ? 1 / ties : 0.0L; })) <= close);
    }
}

TEMPLATE_TEST_CASE("the zero matrix has factors of zero", "[matrix]", float, double) {
  workspace w;
  matrix<TestType> x(4, 3);
  const auto packed = decomposed(x.ref(), w);
  CHECK(singular_triplets<const TestType>{packed.data(), 4, 3}.rank() == 0);
  for (const bool leading : {false, true}) {
    auto out = random<TestType>(4, 3);
    if (leading)
      leading_factor(out.ref(), packed.data(), 4, 3, w);
    else
      polar_factor(out.ref(), packed.data(), 4, 3, w);
    CHECK(apart(out, x) == 0.0);
  }
}

TEMPLATE_TEST_CASE("the polar factor is the slope of the nuclear norm", "[matrix]", float, double) {
  workspace w;
  const auto norm = [&](matrix<double> x) {
    const auto packed = decomposed(x.ref(), w);
    const auto* const sigma = singular_triplets<const double>{packed.data(), x.rows, x.cols}.sigma();
    return std::accumulate(sigma, sigma + std::min(x.rows, x.cols), 0.0);
  };
  auto x = random<double>(6, 5);
  auto narrow = random<TestType>(6, 5);
  matrix<TestType> slope(6, 5);
  polar_factor(slope.ref(), decomposed(narrow.ref(), w).data(), 6, 5, w);
  for (integer j = 0; j < 5; ++j)
    for (integer i = 0; i < 6; ++i) {
      auto above = x, below = x;
      above(i, j) += 1e-5;
      below(i, j) -= 1e-5;
      CHECK(static_cast<double>(slope(i, j)) == Approx((norm(above) - norm(below)) / 2e-5).margin(1e-5));
    }
}

TEMPLATE_TEST_CASE("the log-determinant and its inverse", "[matrix]", float, double) {
  workspace w;
  for (const integer n : {0, 1, 2, 5, 40, 150}) {
    // A = Q diag(d) Q' with d from 1 to 3.
    std::vector<long double> d;
    double right = 0;
    for (integer i = 0; i < n; ++i) {
      d.push_back(1 + 2 * static_cast<long double>(i) / static_cast<long double>(n));
      right += static_cast<double>(std::log(d.back()));
    }
    known x(n, n, d);
    x.v = x.u;
    auto a = x.rounded<TestType>();
    for (integer j = 0; j < n; ++j)
      for (integer i = 0; i < j; ++i) a(i, j) = a(j, i);
    for (const auto how : {layout::columns, layout::rows, layout::strided}) {
      const laid_out<TestType> in(a, how);
      auto inverse = random<TestType>(n, n);
      CAPTURE(n, static_cast<int>(how));
      CHECK(log_determinant(inverse.data(), in.ref, "log_det", w) ==
            Approx(right).margin(10 * eps<TestType> * static_cast<double>(n)));
      CHECK(apart(inverse, x.with([](long double s) { return 1 / s; })) <= 20 * eps<TestType>);
      CHECK(apart(widen(inverse), turned(widen(inverse))) == 0.0);
      CHECK(log_determinant(nullptr, in.ref, "log_det", w) ==
            Approx(right).margin(10 * eps<TestType> * static_cast<double>(n)));
    }
  }
}

TEMPLATE_TEST_CASE("a refused matrix is refused by a sentence", "[matrix]", float, double) {
  workspace w;
  const auto refused = [&](const matrix<TestType>& x, const std::string& why) {
    CHECK_THROWS_MATCHES(log_determinant(nullptr, x.ref(), "log_det", w), domain_error,
                         Catch::Message("log_det: the matrix " + why));
  };
  refused(matrix<TestType>(2, 3), "is 2 x 3, not square");
  matrix<TestType> x(4, 4);
  for (integer i = 0; i < 4; ++i) x(i, i) = TestType(2);
  x(2, 2) = TestType(-0.5);
  refused(x, "is not positive definite: pivot 2 is -0.5");
  x(2, 2) = TestType(0);
  refused(x, "is not positive definite: pivot 2 is 0");
  x(2, 2) = TestType(1);
  x(1, 0) = x(0, 1) = TestType(4);
  refused(x, "is not positive definite: pivot 1 is -6");
  x(1, 0) = TestType(3);
  refused(x, "is not symmetric: entries (1, 0) and (0, 1) are 3 and 4");
  x(1, 0) = std::numeric_limits<TestType>::quiet_NaN();
  refused(x, "has entries that are not finite");
  TestType packed[36];
  CHECK_THROWS_MATCHES(singular_values(packed, x.ref(), "nuclear_norm", w), domain_error,
                       Catch::Message("nuclear_norm: the matrix has entries that are not finite"));
  x(1, 0) = std::numeric_limits<TestType>::infinity();
  CHECK_THROWS_AS(singular_values(packed, x.ref(), "nuclear_norm", w), domain_error);
  CHECK_THROWS_AS(power_iteration(packed, x.ref(), 3, "eigenvalue", w), domain_error);
  CHECK_THROWS_AS(power_iteration(packed, matrix<TestType>(2, 3).ref(), 3, "eigenvalue", w), domain_error);
  // Rounding is no asymmetry. In a block of its own, a pivot is still counted from the first.
  matrix<TestType> large(200, 200);
  for (integer i = 0; i < 200; ++i) large(i, i) = TestType(1);
  large(7, 3) = std::numeric_limits<TestType>::epsilon();
  CHECK(log_determinant(nullptr, large.ref(), "log_det", w) == Approx(0.0).margin(1e-12));
  large(150, 10) = large(10, 150) = TestType(2);
  refused(large, "is not positive definite: pivot 150 is -3");
}

TEMPLATE_TEST_CASE("power iteration finds the largest magnitude and its sign", "[matrix]", float, double) {
  workspace w;
  for (const integer n : {1, 2, 7, 60})
    for (const double first : {3.0, -3.0}) {
      known x(n, n, std::vector<long double>(static_cast<std::size_t>(n), 0.0L));
      for (integer i = 0; i < n; ++i)
        x.sigma[static_cast<std::size_t>(i)] =
            i == 0 ? static_cast<long double>(first) : 2.0L / static_cast<long double>(i + 1) * (i % 2 ? 1 : -1);
      x.v = x.u;
      auto a = x.rounded<TestType>();
      for (const double scale : {1.0, static_cast<double>(std::numeric_limits<TestType>::max()) / 4,
                                 static_cast<double>(std::numeric_limits<TestType>::min())}) {
        auto scaled = a;
        for (auto& e : scaled.entries) e = static_cast<TestType>(static_cast<double>(e) * scale);
        std::vector<TestType> v(static_cast<std::size_t>(n));
        const laid_out<TestType> in(scaled, layout::strided);
        const double found = power_iteration(v.data(), in.ref, 60, "largest_eigenvalue", w);
        CAPTURE(n, first, scale);
        CHECK(found / scale == Approx(first).epsilon(100 * eps<TestType>));
        matrix<TestType> outer(n, n);
        for (integer j = 0; j < n; ++j)
          for (integer i = 0; i < n; ++i) outer(i, j) = v[std::size_t(i)] * v[std::size_t(j)];
        CHECK(apart(outer, x.with([&](long double s) { return s == static_cast<long double>(first) ? 1.0L : 0.0L; })) <=
              300 * eps<TestType>);
      }
    }
}

TEMPLATE_TEST_CASE("power iteration at its borders", "[matrix]", float, double) {
  workspace w;
  TestType v[3] = {7, 7, 7};
  CHECK(power_iteration(v, matrix<TestType>(3, 3).ref(), 10, "e", w) == 0.0);
  CHECK(std::all_of(v, v + 3, [](TestType e) { return e == TestType(0); }));
  CHECK(power_iteration(nullptr, matrix<TestType>(0, 0).ref(), 10, "e", w) == 0.0);
  // +2 and -2 at once: one of them, with its own vector.
  const TestType swap[] = {0, 2, 2, 0};
  const auto x = regula::dsl::columns(swap, 2, 2);
  const double found = power_iteration(v, x, 50, "e", w);
  CHECK(std::abs(found) == Approx(2.0));
  CHECK(static_cast<double>(v[0] * v[1]) == Approx(found > 0 ? 0.5 : -0.5));
  // Orthogonal to the vector of ones, and never above the truth.
  const TestType apart_from_ones[] = {1, -1, -1, 1};
  CHECK(power_iteration(nullptr, regula::dsl::columns(apart_from_ones, 2, 2), 5, "e", w) == Approx(2.0));
  auto random_one = random<TestType>(30, 30);
  matrix<TestType> g(30, 30);
  gram(g.ref(), random_one.ref(), w);
  const auto packed = decomposed(random_one.ref(), w);
  const double top =
      std::pow(static_cast<double>(singular_triplets<const TestType>{packed.data(), 30, 30}.sigma()[0]), 2);
  double before = 0;
  for (const int iterations : {0, 1, 2, 5, 20, 300}) {
    const double estimate = power_iteration(nullptr, g.ref(), iterations, "e", w);
    CHECK(estimate >= before * (1 - 20 * eps<TestType>));
    CHECK(estimate <= top * (1 + 50 * eps<TestType>));
    before = estimate;
  }
  CHECK(before == Approx(top).epsilon(100 * eps<TestType>));
}
