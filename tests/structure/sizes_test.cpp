// SPDX-License-Identifier: MIT
/// Sizes around the lane count in both directions, lines and panels longer than the buffers, float and double.
#include <tests/structure/groups.hpp>

namespace {

using namespace structure_test;
using regula::constant;

/// A function of a group: its value, its gradient.
struct of_group {
  real (*value)(const reals&);
  reals (*slopes)(const reals&);
};
reals scaled(reals x, real by) {
  for (real& t : x) t *= by;
  return x;
}
constexpr of_group length{norm2_of, [](const reals& x) { return scaled(x, 1 / norm2_of(x)); }};
constexpr of_group exclusive{[](const reals& x) { return squared(norm1_of(x)); },
                             [](const reals& x) {
                               reals g = x;
                               for (real& t : g) t = (t > 0 ? 2 : -2) * norm1_of(x);
                               return g;
                             }};
constexpr of_group spread_of{[](const reals& x) { return std::sqrt(1 + variance_of(x)); },
                             [](const reals& x) {
                               reals g = x;
                               const real m = mean_of(x), y = std::sqrt(1 + variance_of(x));
                               for (real& t : g) t = (t - m) / count_of(x) / y;
                               return g;
                             }};
constexpr of_group steepest{[](const reals& x) { return squared(highest_of(x)); },
                            [](const reals& x) {
                              reals g = x;
                              const real top = highest_of(x);
                              for (real& t : g) t = t == top ? 2 * top : 0;
                              return g;
                            }};
constexpr of_group soft_max{[](const reals& x) { return log_sum_exp_of(x); },
                            [](const reals& x) {
                              reals g = x;
                              const real y = log_sum_exp_of(x);
                              for (real& t : g) t = std::exp(t - y);
                              return g;
                            }};

witness of_each(unsigned gathered, of_group f) {
  return {[=](const cube& w) { return over(w, gathered, f.value); },
          [=](const cube& w) {
            std::vector<reals> slopes = groups(w, gathered);
            for (reals& x : slopes) x = f.slopes(x);
            cube numbered = w;
            std::iota(numbered.x.begin(), numbered.x.end(), real{0});
            const auto places = groups(numbered, gathered);
            reals g(w.x.size());
            for (std::size_t k = 0; k < places.size(); ++k)
              for (std::size_t i = 0; i < places[k].size(); ++i)
                g[static_cast<std::size_t>(places[k][i])] = slopes[k][i];
            return g;
          }};
}
witness both_of(const witness& a, const witness& b) {
  return {[=](const cube& w) { return a.value(w) + b.value(w); },
          [=](const cube& w) {
            reals g = a.gradient(w);
            const reals h = b.gradient(w);
            for (std::size_t i = 0; i < g.size(); ++i) g[i] += h[i];
            return g;
          }};
}
/// w_ij minus the means of its row and its column, plus the mean of all.
reals centered(const cube& w) {
  const auto rows = groups(w, of_rows), columns = groups(w, of_columns);
  reals r, c, all = w.x;
  for (const auto& x : rows) r.push_back(mean_of(x));
  for (const auto& x : columns) c.push_back(mean_of(x));
  const real m = mean_of(w.x);
  for_entries(w.n, [&](std::size_t i, const extents& at) {
    all[i] -= r[static_cast<std::size_t>(at[0])] + c[static_cast<std::size_t>(at[1])] - m;
  });
  return all;
}
const witness twice_centered{[](const cube& w) { return naive::sum(centered(w), squared); },
                             [](const cube& w) { return scaled(centered(w), 2); }};
/// sum (w(i + 1, j) - w(i, j))^2 + sum |w(i, j + 1) - w(i, j)|.
const witness variation{[](const cube& w) {
                          real total = 0;
                          for (std::ptrdiff_t j = 0; j < w.n[1]; ++j)
                            for (std::ptrdiff_t i = 0; i < w.n[0]; ++i) {
                              if (i + 1 < w.n[0]) total += squared(w(i + 1, j) - w(i, j));
                              if (j + 1 < w.n[1]) total += std::fabs(w(i, j + 1) - w(i, j));
                            }
                          return total;
                        },
                        [](const cube& w) {
                          cube g{w.n, reals(w.x.size())};
                          const auto at = [&](std::ptrdiff_t i, std::ptrdiff_t j) -> real& {
                            return g.x[static_cast<std::size_t>(i + w.n[0] * j)];
                          };
                          for (std::ptrdiff_t j = 0; j < w.n[1]; ++j)
                            for (std::ptrdiff_t i = 0; i < w.n[0]; ++i) {
                              if (i + 1 < w.n[0]) {
                                const real d = 2 * (w(i + 1, j) - w(i, j));
                                at(i + 1, j) += d, at(i, j) -= d;
                              }
                              if (j + 1 < w.n[1]) {
                                const real d = w(i, j + 1) > w(i, j) ? 1 : w(i, j + 1) < w(i, j) ? -1 : 0;
                                at(i, j + 1) += d, at(i, j) -= d;
                              }
                            }
                          return g.x;
                        }};

template <class S> struct entry {
  const char* name;
  subject<S> p;
  witness loop;
};
template <class S> const std::vector<entry<S>>& formulas() {
  static const std::vector<entry<S>> all = {
      {"norms of rows", compiled<S, true>(sum(norm2(rowwise(W)))), of_each(of_rows, length)},
      {"norms of columns", compiled<S>(sum(norm2(colwise(W)))), of_each(of_columns, length)},
      {"norms of both", compiled<S>(sum(norm2(rowwise(W))) + sum(norm2(colwise(W)))),
       both_of(of_each(of_rows, length), of_each(of_columns, length))},
      {"spread of rows", compiled<S>(sum(sqrt(constant<1> + variance(rowwise(W))))), of_each(of_rows, spread_of)},
      {"exclusive rows, highest of columns", compiled<S>(sum(square(norm1(rowwise(W)))) + sum(square(max(colwise(W))))),
       both_of(of_each(of_rows, exclusive), of_each(of_columns, steepest))},
      {"log_sum_exp of columns", compiled<S>(sum(log_sum_exp(colwise(W)))), of_each(of_columns, soft_max)},
      {"twice centered", compiled<S>(sum(square(W - mean(rowwise(W)) - mean(colwise(W)) + mean(W)))), twice_centered},
      {"variation", compiled<S>(sum(square(difference<0>(W))) + sum(abs(difference<1>(W)))), variation}};
  return all;
}

}  // namespace

TEMPLATE_TEST_CASE("sizes around the lane count in both directions", "[structure]", float, double) {
  constexpr std::ptrdiff_t sizes[] = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 200};
  for (const auto n : sizes)
    for (const auto m : sizes) {
      if (n * m > 2500) continue;
      const cube w = numbers(shape(n, m), static_cast<unsigned>(n * 100 + m));
      for (const auto& f : formulas<TestType>())
        if (n * m < 300)
          right(f.name, f.p, f.loop, w, 2);
        else
          right(f.name, f.p, f.loop, w, 2, {layouts[0], layouts[1], layouts[2], layouts[3]});
    }
}

TEMPLATE_TEST_CASE("lines and panels longer than the buffers", "[structure]", float, double) {
  for (const auto& [n, m] : {std::pair{20000, 3},
                             {3, 20000},
                             {1, 40000},
                             {40000, 1},
                             {2049, 9},
                             {9, 2049},
                             {4099, 8},
                             {8, 4099},
                             {129, 200},
                             {200, 129},
                             {17000, 2},
                             {2, 9000}}) {
    const cube w = numbers(shape(n, m), static_cast<unsigned>(n + m));
    for (const auto& f : formulas<TestType>())
      right(f.name, f.p, f.loop, w, 2, {layouts[0], layouts[1], layouts[2], layouts[5]});
  }
}
