// SPDX-License-Identifier: MIT
/// Parts of a tensor and differences of neighbours, along every axis and composed with transposes.
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;

using matrix = cube;
real entry_of(const matrix& w, const extents& at) { return w(at[0], at[1], at[2], at[3], at[4], at[5]); }
template <class F> matrix keep(const matrix& w, F in) {
  return made(w.n, [&](const extents& at) { return in(at) ? entry_of(w, at) : real{0}; });
}
/// w(i + steps), or 0.
matrix shift(const matrix& w, std::size_t axis, std::ptrdiff_t steps) {
  return made(w.n, [&](extents at) {
    at[axis] += steps;
    return at[axis] < 0 || at[axis] >= w.n[axis] ? real{0} : entry_of(w, at);
  });
}
/// One difference after the other, 0 in the last `order` entries.
matrix difference_of(const matrix& w, std::size_t axis, int order = 1) {
  matrix d = w;
  for (int k = 0; k < order; ++k) {
    const matrix next = shift(d, axis, 1);
    for (std::size_t i = 0; i < d.x.size(); ++i) d.x[i] = next.x[i] - d.x[i];
  }
  return keep(d, [&](const extents& at) { return at[axis] + order < w.n[axis]; });
}
matrix band(const matrix& w, std::ptrdiff_t low, std::ptrdiff_t high) {
  return keep(w, [=](const extents& at) { return low <= at[1] - at[0] && at[1] - at[0] <= high; });
}
matrix range(const matrix& w, std::size_t axis, std::ptrdiff_t from, std::ptrdiff_t to) {
  return keep(w, [=](const extents& at) { return from <= at[axis] && at[axis] < to; });
}
/// Tells the entries apart, and their signs.
real weigh(const matrix& m) {
  return naive::sum(m.x, [](real x) { return x * x * (1 + x / 3); });
}
template <class F> auto weighed(F f) { return sum(square(f) * (constant<1> + f / constant<3>)); }

struct entry {
  const char* name;
  subject<double> p;
  std::function<real(const matrix&)> value;
};
/// A formula and its loop.
template <class F> struct part {
  F formula;
  std::function<matrix(const matrix&)> loop;
};
/// The parts as one formula, each with a factor of its own: one kernel for several is compiled in the time of one.
template <bool Adds = false, class... F> entry make(const char* name, const part<F>&... parts) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return entry{name, compiled<double, Adds>((... + (constant<I + 1> * weighed(F{})))),
                 [parts...](const matrix& w) { return (... + (static_cast<real>(I + 1) * weigh(parts.loop(w)))); }};
  }
  (std::index_sequence_for<F...>{});
}
constexpr std::ptrdiff_t far = 100000;

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
std::vector<entry> composed() {
  return {
      make("transposes and bands", part{upper<1>(transpose(W)), [](const matrix& w) { return band(flip(w), 1, far); }},
           part{transpose(upper<1>(W)), [](const matrix& w) { return flip(band(w, 1, far)); }}),
      make("transposed twice", part{transpose(block<1, 0, 2, 3>(transpose(W))),
                                    [](const matrix& w) { return flip(range(range(flip(w), 0, 1, 3), 1, 0, 3)); }}),
      make("shifts of parts",
           part{shifted<0, 2>(slice<0, 1, 4>(W)), [](const matrix& w) { return shift(range(w, 0, 1, 5), 0, 2); }},
           part{shifted<1, 1>(diagonal(W)), [](const matrix& w) { return shift(band(w, 0, 0), 1, 1); }}),
      make("shifts of shifts",
           part{shifted<0, -2>(shifted<0, 2>(W)), [](const matrix& w) { return shift(shift(w, 0, 2), 0, -2); }},
           part{shifted<0, 3>(shifted<0, -2>(W)), [](const matrix& w) { return shift(shift(w, 0, -2), 0, 3); }},
           part{shifted<0, 1>(shifted<1, -1>(W)), [](const matrix& w) { return shift(shift(w, 1, -1), 0, 1); }}),
      make("differences and parts",
           part{difference<0>(trim<0, 1>(W)),
                [](const matrix& w) { return difference_of(range(w, 0, 1, w.n[0] - 1), 0); }},
           part{lower(difference<1>(W)), [](const matrix& w) { return band(difference_of(w, 1), -far, 0); }}),
      make("difference of squares of a band",
           part{difference<0>(square(upper<-1>(lower<-2>(W)))),
                [](const matrix& w) {
                  const matrix b = band(band(w, -far, 2), -1, far);
                  return difference_of(made(w.n, [&](const extents& at) { return b(at[0], at[1]) * b(at[0], at[1]); }),
                                       0);
                }}),
      make<true>("a shifted transpose of a shift",
                 part{shifted<0, 1>(transpose(shifted<0, 2>(W))),
                      [](const matrix& w) { return shift(flip(shift(w, 0, 2)), 0, 1); }}),
  };
}

void right_at_all_sizes(const std::vector<entry>& all) {
  for (const auto& f : all)
    for (const auto& [rows, columns] : {std::pair{1, 1},
                                        {1, 6},
                                        {6, 1},
                                        {2, 2},
                                        {3, 5},
                                        {5, 3},
                                        {7, 7},
                                        {4, 18},
                                        {18, 4},
                                        {17, 9},
                                        {19, 35},
                                        {35, 3},
                                        {0, 3},
                                        {3, 0}}) {
      const cube w = numbers(shape(rows, columns), static_cast<unsigned>(rows * 100 + columns));
      right(f.name, f.p, witness{f.value}, w, 2);
    }
}

}  // namespace

TEST_CASE("NaN outside a pattern stays outside", "[structure]") {
  using parts = Eigen::MatrixXd;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto check = [&](const char* name, const auto& p, auto in) {
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
TEST_CASE("patterns, differences and transposes of each other", "[structure]") { right_at_all_sizes(composed()); }
