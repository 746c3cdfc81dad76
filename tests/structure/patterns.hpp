// SPDX-License-Identifier: MIT
/// Parts of a tensor and differences of neighbours as loops, and formulas of several parts in one kernel.
#pragma once
#include <tests/structure/matrices.hpp>

namespace patterns_test {

using namespace structure_test;
using regula::constant;

using matrix = cube;
inline real entry_of(const matrix& w, const extents& at) { return w(at[0], at[1], at[2], at[3], at[4], at[5]); }
template <class F> matrix keep(const matrix& w, F in) {
  return made(w.n, [&](const extents& at) { return in(at) ? entry_of(w, at) : real{0}; });
}
/// w(i + steps), or 0.
inline matrix shift(const matrix& w, std::size_t axis, std::ptrdiff_t steps) {
  return made(w.n, [&](extents at) {
    at[axis] += steps;
    return at[axis] < 0 || at[axis] >= w.n[axis] ? real{0} : entry_of(w, at);
  });
}
/// One difference after the other, 0 in the last `order` entries.
inline matrix difference_of(const matrix& w, std::size_t axis, int order = 1) {
  matrix d = w;
  for (int k = 0; k < order; ++k) {
    const matrix next = shift(d, axis, 1);
    for (std::size_t i = 0; i < d.x.size(); ++i) d.x[i] = next.x[i] - d.x[i];
  }
  return keep(d, [&](const extents& at) { return at[axis] + order < w.n[axis]; });
}
inline matrix band(const matrix& w, std::ptrdiff_t low, std::ptrdiff_t high) {
  return keep(w, [=](const extents& at) { return low <= at[1] - at[0] && at[1] - at[0] <= high; });
}
inline matrix range(const matrix& w, std::size_t axis, std::ptrdiff_t from, std::ptrdiff_t to) {
  return keep(w, [=](const extents& at) { return from <= at[axis] && at[axis] < to; });
}
/// Tells the entries apart, and their signs.
inline real weigh(const matrix& m) {
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

inline void right_at_all_sizes(const std::vector<entry>& all) {
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

}  // namespace patterns_test
