// SPDX-License-Identifier: MIT
/// Norms whose squares do not fit the type of the entries: to the ends of it, in every layout.
#include <cmath>
#include <tests/structure/structure.hpp>

namespace {

using namespace structure_test;

/// Entries with squares beyond both ends of the type.
template <class S> constexpr real huge = sizeof(S) == 4 ? 1e25L : 1e170L;
template <class S> constexpr real end = std::numeric_limits<S>::max();

/// The sum of the norms of the parts that share their place on the axes which are not gathered. long double has the range.
witness norms_of(unsigned gathered) {
  const auto sums = [=](const cube& w) {
    extents rest = w.n;
    for (std::size_t k = 0; k < 6; ++k)
      if (((gathered >> k) & 1u) != 0) rest[k] = 1;
    reals squares(static_cast<std::size_t>(size_of(rest)));
    std::vector<std::size_t> of;
    for_entries(w.n, [&](std::size_t i, const extents& at) {
      std::ptrdiff_t place = 0, stride = 1;
      for (std::size_t k = 0; k < 6; ++k)
        if (rest[k] != 1) place += at[k] * stride, stride *= rest[k];
      of.push_back(static_cast<std::size_t>(place));
      squares[of.back()] += w.x[i] * w.x[i];
    });
    return std::pair{squares, of};
  };
  return {[=](const cube& w) {
            real norms = 0;
            for (const real s : sums(w).first) norms += std::sqrt(s);
            return norms;
          },
          [=](const cube& w) {
            const auto [squares, of] = sums(w);
            reals slopes(w.x.size());
            for (std::size_t i = 0; i < slopes.size(); ++i)
              slopes[i] = squares[of[i]] == 0 ? 0 : w.x[i] / std::sqrt(squares[of[i]]);
            return slopes;
          }};
}

/// Entries of about one size, or of three, or one among zeros.
enum class mix { alike, rows, columns, one };
template <class S> cube entries(const extents& n, real size, mix how) {
  cube w = numbers(n, static_cast<unsigned>(size_of(n)));
  for_entries(n, [&](std::size_t i, const extents& at) {
    const auto line = how == mix::columns ? at[1] : at[0];
    const real other = line % 4 == 1 ? 1 / size : line % 4 == 2 ? 0 : line % 4 == 3 ? 1 : size;
    const real by = how == mix::alike ? size : how == mix::one ? (i + 1 == w.x.size() ? size : 0) : other;
    w.x[i] = static_cast<S>(w.x[i] * by);
  });
  return w;
}

/// In relation to the value, which may be of any size.
template <class S> void same(const subject<S>& p, const witness& loop, const cube& w, int rank) {
  const real value = loop.value(w);
  const reals slopes = loop.slopes(w);
  for (const auto& of_w : layouts)
    for (const auto& of_g : {by_columns, by_rows}) {
      const tensor<S> x(w, rank, of_w, S(1));
      tensor<S> g(w.n, rank, of_g, S(-77));
      CAPTURE(w.n, of_w.name, of_g.name, sizeof(S), value);
      const auto close = [&](double got) { return std::fabs(static_cast<real>(got) - value) <= tolerance<S> * value; };
      CHECK(close(p.value(x)));
      CHECK(close(p.value_and_gradient(x, g)));
      CHECK(naive::error(g.entries(), slopes) <= tolerance<S>);
      CHECK(g.rest_is_untouched());
      g.fill(2);
      p.add_gradient(x, g);
      auto more = slopes;
      for (real& s : more) s += 2;
      CHECK(naive::error(g.entries(), more) <= tolerance<S>);
      CHECK(g.rest_is_untouched());
    }
}

template <class S, class F> void every_size(F formula, unsigned gathered) {
  const auto p = compiled<S, true>(formula);
  for (const auto& n : {shape(1), shape(7), shape(64), shape(5000), shape(5, 7), shape(17, 33), shape(3, 700),
                        shape(700, 3), shape(2, 5000)})
    for (const real size : {huge<S>, 1 / huge<S>})
      for (const auto how : {mix::alike, mix::rows, mix::columns, mix::one})
        same(p, norms_of(gathered), entries<S>(n, size, how), 2);
}

constexpr unsigned all_of_them = 63, of_rows = 2, of_columns = 1;

}  // namespace

TEMPLATE_TEST_CASE("norms of what is too large or too small to be squared", "[structure]", float, double) {
  using S = TestType;
  SECTION("whole") { every_size<S>(norm2(W), all_of_them); }
  SECTION("written by hand") { every_size<S>(sqrt(sum(square(W))), all_of_them); }
  SECTION("rows") { every_size<S>(sum(norm2(rowwise(W))), of_rows); }
  SECTION("columns") { every_size<S>(sum(norm2(colwise(W))), of_columns); }
  SECTION("of three axes") {
    const auto p = compiled<S, true>(sum(norm2(axes<0, 2>(W))));
    for (const real size : {huge<S>, 1 / huge<S>})
      for (const auto how : {mix::alike, mix::rows, mix::columns, mix::one})
        same(p, norms_of(5), entries<S>(shape(5, 9, 6), size, how), 3);
  }
  SECTION("a norm of the norms of rows") { every_size<S>(norm2(norm2(rowwise(W))), all_of_them); }
  SECTION("of what has a pattern or another layout") { every_size<S>(norm2(transpose(W)), all_of_them); }
}

TEMPLATE_TEST_CASE("norms at the ends of the type", "[structure]", float, double) {
  using S = TestType;
  constexpr regula::penalty p(norm2(W));
  constexpr regula::penalty rows(sum(norm2(rowwise(W))));
  using limits = std::numeric_limits<S>;
  for (const std::size_t n : {1u, 7u, 64u, 5000u})
    for (const S a : {limits::max() / 128, limits::min() * 4, limits::min(), limits::denorm_min() * 100}) {
      const std::vector<S> w(n, a);
      std::vector<S> g(n);
      const double root = std::sqrt(static_cast<double>(n)), value = p.value_and_gradient(w, g);
      CAPTURE(n, a);
      CHECK(value == Approx(root * static_cast<double>(a)).epsilon(1e-6));
      CHECK(p(w) == value);
      if (a >= limits::min() * 4) {
        CHECK(static_cast<double>(g[n / 2]) == Approx(1 / root).epsilon(1e-5));
      } else {
        CHECK((g[n / 2] >= 0 && static_cast<double>(g[n / 2]) <= 1.001 / root));
      }
      Eigen::Matrix<S, -1, -1> m(2, static_cast<int>(n)), h(2, static_cast<int>(n));
      m.setConstant(a);
      CHECK(rows.value_and_gradient(m, h) ==
            Approx(2 * root * static_cast<double>(a)).epsilon(1e-4).margin(2 * limits::denorm_min()));
      CHECK((h.array() >= 0 && h.array() <= S(1.001)).all());
    }
}

TEMPLATE_TEST_CASE("norms of infinity and NaN", "[structure]", float, double) {
  using S = TestType;
  constexpr regula::penalty p(norm2(W));
  constexpr regula::penalty rows(sum(norm2(rowwise(W))));
  for (const int n : {1, 7, 64, 600}) {
    Eigen::Matrix<S, -1, -1> w(3, n);
    w.setConstant(static_cast<S>(huge<S>));
    w(1, n - 1) = std::numeric_limits<S>::infinity();
    CHECK(std::isinf(p(w)));
    CHECK(std::isinf(rows(w)));
    w(2, 0) = std::numeric_limits<S>::quiet_NaN();
    CHECK(std::isnan(p(w)));
    CHECK(std::isnan(rows(w)));
  }
}

TEST_CASE("squares of one tensor beside another that leave their range", "[structure]") {
  constexpr regula::penalty p(sum(square(W)) + norm2(V) + sum(W * V));  // the product brings them into one sweep
  for (const auto& [a, b] : {std::pair{2e19f, 1e-25f}, {1e-25f, 2e19f}, {1e-25f, 0.0f}, {0.0f, 1e-25f}, {2.0f, 3e20f}})
    for (const int n : {1, 7, 64, 5000}) {
      const Eigen::MatrixXf w = Eigen::MatrixXf::Constant(n, 1, a), v = Eigen::MatrixXf::Constant(n, 1, b);
      const double x = static_cast<double>(a), y = static_cast<double>(b);
      CAPTURE(n, a, b);
      CHECK(p(W = w, V = v) == Approx(n * x * x + std::sqrt(n) * y + n * x * y).epsilon(1e-5).margin(0));
    }
}

TEST_CASE("a sum of squares of floats is a double", "[structure]") {
  constexpr regula::penalty p(sum(square(W)));
  constexpr regula::penalty transposed(sum(square(transpose(W))));
  for (const float a : {2e19f, 1e-25f})
    for (const int n : {1, 7, 64, 5000}) {
      const Eigen::MatrixXf w = Eigen::MatrixXf::Constant(n, 1, a);
      const double square = static_cast<double>(a) * static_cast<double>(a);
      CHECK(p(w) == Approx(n * square).epsilon(1e-5).margin(0));
      CHECK(transposed(w) == Approx(n * square).epsilon(1e-5).margin(0));
    }
}
