// SPDX-License-Identifier: MIT
/// Parts of a tensor and differences of neighbours, along every axis.
#include <tests/structure/patterns.hpp>

namespace {

using namespace patterns_test;

std::vector<entry> patterns() {
  const auto rows = [](std::ptrdiff_t from, std::ptrdiff_t to) {
    return [=](const matrix& w) { return range(w, 0, from, to); };
  };
  const auto columns = [](std::ptrdiff_t from, std::ptrdiff_t to) {
    return [=](const matrix& w) { return range(w, 1, from, to); };
  };
  const auto within = [](std::ptrdiff_t low, std::ptrdiff_t high) {
    return [=](const matrix& w) { return band(w, low, high); };
  };
  return {
      make<true>("diagonal", part{diagonal(W), within(0, 0)}),
      make<true>("upper<2>", part{upper<2>(W), within(2, far)}),
      make("bands",
           part{off_diagonal(W),
                [](const matrix& w) { return keep(w, [](const extents& at) { return at[0] != at[1]; }); }},
           part{upper(W), within(0, far)}, part{upper<-1>(W), within(-1, far)}, part{lower(W), within(-far, 0)},
           part{lower<1>(W), within(-far, -1)}),
      make("rows", part{slice<0, 1, 3>(W), rows(1, 4)}, part{middle_rows<2, 5>(W), rows(2, 7)},
           part{trim<0, 1, 2>(W), [](const matrix& w) { return range(w, 0, 1, w.n[0] - 2); }}),
      make("columns", part{slice<1, 2, 2>(W), columns(2, 4)}, part{middle_cols<0, 1>(W), columns(0, 1)},
           part{trim<1, 2>(W), [](const matrix& w) { return range(w, 1, 2, w.n[1] - 2); }}),
      make("slice<1>", part{slice<1, 2, 2>(W), columns(2, 4)}),
      make<true>("block",
                 part{block<1, 2, 3, 4>(W), [](const matrix& w) { return range(range(w, 0, 1, 4), 1, 2, 6); }}),
      make("shifted down", part{shifted<0, 1>(W), [](const matrix& w) { return shift(w, 0, 1); }}),
      make<true>("shifted left", part{shifted<1, -3>(W), [](const matrix& w) { return shift(w, 1, -3); }}),
  };
}
std::vector<entry> differences() {
  const auto along = [](std::size_t axis, int order) {
    return [=](const matrix& w) { return difference_of(w, axis, order); };
  };
  return {
      make<true>("rows", part{difference<0>(W), along(0, 1)}),
      make("columns", part{difference<1>(W), along(1, 1)}),
      make("of orders", part{difference<0, 2>(W), along(0, 2)}, part{difference<1, 3>(W), along(1, 3)}),
      make("fourth", part{difference<0, 4>(W), along(0, 4)}, part{difference<1, 4>(W), along(1, 4)}),
      make(
          "composed",
          part{difference<1>(difference<0>(W)), [](const matrix& w) { return difference_of(difference_of(w, 0), 1); }},
          part{difference<0>(difference<0>(W)), [](const matrix& w) { return difference_of(difference_of(w, 0), 0); }}),
      make<true>("of a transpose",
                 part{difference<0>(transpose(W)), [](const matrix& w) { return difference_of(flip(w), 0); }}),
      make("transposed",
           part{transpose(difference<1, 2>(W)), [](const matrix& w) { return flip(difference_of(w, 1, 2)); }}),
      make<true>("gradient_norm", part{gradient_norm(W),
                                       [](const matrix& w) {
                                         const matrix a = difference_of(w, 0), b = difference_of(w, 1);
                                         return made(w.n, [&](const extents& at) {
                                           return std::hypot(a(at[0], at[1]), b(at[0], at[1]));
                                         });
                                       }}),
  };
}

}  // namespace

TEST_CASE("NaN outside a pattern stays outside", "[structure]") {
  using parts = Eigen::MatrixXd;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto check = [&](const char* name, const auto& compiled, auto in) {
    const auto p = tested(compiled);
    for (const auto& [n, m] : {std::pair{3, 4}, {9, 9}, {2, 40}, {40, 2}, {3, 3000}, {3000, 3}}) {
      parts w = parts::Random(n, m), clean = w, g(n, m), expected(n, m);
      for (int i = 0; i < n; ++i)
        for (int j = 0; j < m; ++j)
          if (!in(i, j, n, m))
            w(i, j) = (i + j) % 2 == 0 ? nan : std::numeric_limits<double>::infinity(), clean(i, j) = 0;
      CAPTURE(name, n, m);
      CHECK(p.value_and_gradient(w, g) == p.value_and_gradient(clean, expected));
      CHECK(g == expected);
      const Eigen::Matrix<double, -1, -1, Eigen::RowMajor> row_major = w;
      CHECK(p.value_and_gradient(row_major, g) == Approx(p(clean)).epsilon(1e-12));
      CHECK((g - expected).cwiseAbs().maxCoeff() <= 1e-12);
    }
  };
  check("upper", regula::penalty(sum(exp(upper(W)))), [](int i, int j, int, int) { return i <= j; });
  check("off_diagonal", regula::penalty(norm2(off_diagonal(W))), [](int i, int j, int, int) { return i != j; });
  check("block", regula::penalty(sum(square(block<1, 1, 2, 2>(W)))),
        [](int i, int j, int, int) { return i >= 1 && i < 3 && j >= 1 && j < 3; });
  check("difference", regula::penalty(sum(abs(difference<0>(trim<0, 0, 1>(W)))) + sum(square(trim<0, 0, 1>(W)))),
        [](int i, int, int n, int) { return i < n - 1; });
  check("shifted", regula::penalty(sum(abs(shifted<1, 2>(W)))), [](int, int j, int, int) { return j >= 2; });
  check("norms of rows", regula::penalty(sum(norm2(rowwise(lower<1>(W))))),
        [](int i, int j, int, int) { return i > j; });
}

TEST_CASE("lines longer than a chunk", "[structure]") {
  const auto banded = compiled<double>(weighed(upper<-2>(lower<-3>(W))));
  const auto sliced = compiled<double>(weighed(difference<1, 2>(trim<0, 1, 2>(W))));
  const witness band_loop{[](const matrix& w) { return weigh(band(w, -2, 3)); }, {}};
  const auto gradient = [](const matrix& m) {
    reals g = m.x;
    for (real& x : g) x = 2 * x + x * x;
    return g;
  };
  for (const auto& [n, m] : {std::pair{2, 5000}, {5000, 2}, {2047, 3}, {2049, 3}, {3, 4100}}) {
    const cube w = numbers(shape(n, m), 9);
    right("band", banded, {band_loop.value, [&](const matrix& c) { return gradient(band(c, -2, 3)); }}, w, 2);
    const auto loop = [](const matrix& c) { return difference_of(range(c, 0, 1, c.n[0] - 2), 1, 2); };
    right("second differences", sliced,
          {[&](const matrix& c) { return weigh(loop(c)); },
           [&](const matrix& c) {
             // The adjoint of (1, -2, 1).
             matrix d = loop(c), g{c.n, reals(c.x.size())};
             d.x = gradient(d);
             for_entries(c.n, [&](std::size_t i, const extents& at) {
               const auto term = [&](std::ptrdiff_t j, real weight) {
                 return j < 0 || j + 2 >= c.n[1] ? 0 : weight * d(at[0], j);
               };
               if (at[0] < 1 || at[0] >= c.n[0] - 2) return;
               g.x[i] = term(at[1], 1) + term(at[1] - 1, -2) + term(at[1] - 2, 1);
             });
             return g.x;
           }},
          w, 2);
  }
}

TEST_CASE("patterns", "[structure]") { right_at_all_sizes(patterns()); }
TEST_CASE("differences", "[structure]") { right_at_all_sizes(differences()); }
