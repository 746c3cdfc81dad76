// SPDX-License-Identifier: MIT
/// The entry that attains a maximum is found again, however it is rounded where it is seen through a view.
#include <tests/structure/groups.hpp>
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;

real second_difference(const cube& w, std::ptrdiff_t i, std::ptrdiff_t j) {
  return i + 2 < w.n[0] ? w(i, j) - 2 * w(i + 1, j) + w(i + 2, j) : 0;
}
cube second_differences(const cube& w) {
  return made(w.n, [&](const extents& at) { return second_difference(w, at[0], at[1]); });
}

struct entry {
  const char* name;
  subject<double> p;
  std::function<real(const cube&)> value;
};
template <class F> entry make(const char* name, F f, std::function<real(const cube&)> value) {
  return {name, compiled<double>(f), std::move(value)};
}

/// Differences so short that no other entry becomes the largest one.
witness near(const std::function<real(const cube&)>& value) {
  return {value, [value](const cube& w) {
            const real h = 1e-8L;
            reals g;
            for (std::size_t i = 0; i < w.x.size(); ++i) {
              cube up = w, down = w;
              up.x[i] += h;
              down.x[i] -= h;
              g.push_back((value(up) - value(down)) / (2 * h));
            }
            return g;
          }};
}

}  // namespace

TEST_CASE("maxima of what is shifted, transposed and divided", "[structure]") {
  const entry all[] = {
      make("the largest second difference", norm_inf(difference<0, 2>(W)),
           [](const cube& w) { return norm_inf_of(second_differences(w).x); }),
      make("of each column", sum(norm_inf(colwise(difference<0, 2>(W)))),
           [](const cube& w) { return over(second_differences(w), of_columns, norm_inf_of); }),
      make("with a transpose and means", norm_inf(transpose(W) + constant<3> * W + mean(colwise(W))),
           [](const cube& w) {
             std::vector<real> means;
             for (const reals& column : groups(w, of_columns)) means.push_back(mean_of(column));
             return norm_inf_of(made(w.n, [&](const extents& at) {
                                  return w(at[1], at[0]) + 3 * w(at[0], at[1]) + means[static_cast<std::size_t>(at[1])];
                                }).x);
           }),
      make("a quotient", max(transpose(W) / (constant<2> + square(transpose(W)))),
           [](const cube& w) {
             reals q = w.x;
             for (real& x : q) x = x / (2 + x * x);
             return highest_of(q);
           }),
  };
  std::mt19937 random(8);
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (int k = 0; k < 40; ++k) {
    cube w{shape(6, 6), reals(36)};
    for (real& x : w.x) x = uniform(random);
    for (const entry& each : all) {
      CAPTURE(k);
      right(each.name, each.p, near(each.value), w, 2, {by_columns, by_rows});
    }
  }
}
