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
template <bool Adds = false, class F, class G> entry make(const char* name, F f, G g) {
  return {name, compiled<double, Adds>(weighed(f)), [g](const matrix& w) { return weigh(g(w)); }};
}
constexpr std::ptrdiff_t far = 100000;

std::vector<entry> patterns() {
  return {
      make<true>("diagonal", diagonal(W), [](const matrix& w) { return band(w, 0, 0); }),
      make("off_diagonal", off_diagonal(W),
           [](const matrix& w) { return keep(w, [](const extents& at) { return at[0] != at[1]; }); }),
      make("upper", upper(W), [](const matrix& w) { return band(w, 0, far); }),
      make<true>("upper<2>", upper<2>(W), [](const matrix& w) { return band(w, 2, far); }),
      make("upper<-1>", upper<-1>(W), [](const matrix& w) { return band(w, -1, far); }),
      make("lower", lower(W), [](const matrix& w) { return band(w, -far, 0); }),
      make("lower<1>", lower<1>(W), [](const matrix& w) { return band(w, -far, -1); }),
      make("slice<0>", slice<0, 1, 3>(W), [](const matrix& w) { return range(w, 0, 1, 4); }),
      make("slice<1>", slice<1, 2, 2>(W), [](const matrix& w) { return range(w, 1, 2, 4); }),
      make("middle_rows", middle_rows<2, 5>(W), [](const matrix& w) { return range(w, 0, 2, 7); }),
      make("middle_cols", middle_cols<0, 1>(W), [](const matrix& w) { return range(w, 1, 0, 1); }),
      make<true>("block", block<1, 2, 3, 4>(W), [](const matrix& w) { return range(range(w, 0, 1, 4), 1, 2, 6); }),
      make("trim", trim<0, 1, 2>(W), [](const matrix& w) { return range(w, 0, 1, w.n[0] - 2); }),
      make("trim<1>", trim<1, 2>(W), [](const matrix& w) { return range(w, 1, 2, w.n[1] - 2); }),
      make("shifted down", shifted<0, 1>(W), [](const matrix& w) { return shift(w, 0, 1); }),
      make<true>("shifted left", shifted<1, -3>(W), [](const matrix& w) { return shift(w, 1, -3); }),
  };
}
std::vector<entry> differences() {
  return {
      make<true>("rows", difference<0>(W), [](const matrix& w) { return difference_of(w, 0); }),
      make("columns", difference<1>(W), [](const matrix& w) { return difference_of(w, 1); }),
      make("second, rows", difference<0, 2>(W), [](const matrix& w) { return difference_of(w, 0, 2); }),
      make("third, columns", difference<1, 3>(W), [](const matrix& w) { return difference_of(w, 1, 3); }),
      make("fourth, rows", difference<0, 4>(W), [](const matrix& w) { return difference_of(w, 0, 4); }),
      make("fourth, columns", difference<1, 4>(W), [](const matrix& w) { return difference_of(w, 1, 4); }),
      make("of both axes", difference<1>(difference<0>(W)),
           [](const matrix& w) { return difference_of(difference_of(w, 0), 1); }),
      make("of itself", difference<0>(difference<0>(W)),
           [](const matrix& w) { return difference_of(difference_of(w, 0), 0); }),
      make<true>("of a transpose", difference<0>(transpose(W)),
                 [](const matrix& w) { return difference_of(flip(w), 0); }),
      make("transposed", transpose(difference<1, 2>(W)), [](const matrix& w) { return flip(difference_of(w, 1, 2)); }),
      make<true>("gradient_norm", gradient_norm(W),
                 [](const matrix& w) {
                   const matrix a = difference_of(w, 0), b = difference_of(w, 1);
                   return made(w.n, [&](const extents& at) { return std::hypot(a(at[0], at[1]), b(at[0], at[1])); });
                 }),
  };
}
std::vector<entry> composed() {
  return {
      make("upper of transposed", upper<1>(transpose(W)), [](const matrix& w) { return band(flip(w), 1, far); }),
      make("transposed upper", transpose(upper<1>(W)), [](const matrix& w) { return flip(band(w, 1, far)); }),
      make("transposed twice", transpose(block<1, 0, 2, 3>(transpose(W))),
           [](const matrix& w) { return flip(range(range(flip(w), 0, 1, 3), 1, 0, 3)); }),
      make("a shift of a slice", shifted<0, 2>(slice<0, 1, 4>(W)),
           [](const matrix& w) { return shift(range(w, 0, 1, 5), 0, 2); }),
      make("a shift of a diagonal", shifted<1, 1>(diagonal(W)),
           [](const matrix& w) { return shift(band(w, 0, 0), 1, 1); }),
      make("a shift back", shifted<0, -2>(shifted<0, 2>(W)),
           [](const matrix& w) { return shift(shift(w, 0, 2), 0, -2); }),
      make("there and beyond", shifted<0, 3>(shifted<0, -2>(W)),
           [](const matrix& w) { return shift(shift(w, 0, -2), 0, 3); }),
      make("aslant", shifted<0, 1>(shifted<1, -1>(W)), [](const matrix& w) { return shift(shift(w, 1, -1), 0, 1); }),
      make("difference of a trim", difference<0>(trim<0, 1>(W)),
           [](const matrix& w) { return difference_of(range(w, 0, 1, w.n[0] - 1), 0); }),
      make("lower of a difference", lower(difference<1>(W)),
           [](const matrix& w) { return band(difference_of(w, 1), -far, 0); }),
      make("difference of squares of a band", difference<0>(square(upper<-1>(lower<-2>(W)))),
           [](const matrix& w) {
             const matrix b = band(band(w, -far, 2), -1, far);
             return difference_of(made(w.n, [&](const extents& at) { return b(at[0], at[1]) * b(at[0], at[1]); }), 0);
           }),
      make<true>("a shifted transpose of a shift", shifted<0, 1>(transpose(shifted<0, 2>(W))),
                 [](const matrix& w) { return shift(flip(shift(w, 0, 2)), 0, 1); }),
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
