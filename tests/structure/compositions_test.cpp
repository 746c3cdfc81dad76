// SPDX-License-Identifier: MIT
/// Parts, differences and transposes of each other.
#include <tests/structure/patterns.hpp>

namespace {

using namespace patterns_test;

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

}  // namespace

TEST_CASE("patterns, differences and transposes of each other", "[structure]") { right_at_all_sizes(composed()); }
