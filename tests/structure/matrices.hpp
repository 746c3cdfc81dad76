// SPDX-License-Identifier: MIT
/// Matrices as loops have them: products and transposes, entry by entry.
#pragma once
#include <tests/structure/structure.hpp>

namespace structure_test {

template <class F> cube made(const extents& n, F f) {
  cube m{n, reals(static_cast<std::size_t>(size_of(n)))};
  for_entries(n, [&](std::size_t i, const extents& at) { m.x[i] = f(at); });
  return m;
}
inline cube flip(const cube& w) {
  return made({w.n[1], w.n[0], 1, 1, 1, 1}, [&](const extents& at) { return w(at[1], at[0]); });
}
template <class F> cube zip(const cube& a, const cube& b, F f) {
  cube c = a;
  for (std::size_t i = 0; i < c.x.size(); ++i) c.x[i] = f(a.x[i], b.x[i]);
  return c;
}
inline cube plus(const cube& a, const cube& b) { return zip(a, b, std::plus<>{}); }
inline cube minus(const cube& a, const cube& b) { return zip(a, b, std::minus<>{}); }
inline cube times(const cube& a, const cube& b) { return zip(a, b, std::multiplies<>{}); }
inline cube product(const cube& a, const cube& b) {
  return made(shape(a.n[0], b.n[1]), [&](const extents& at) {
    real total = 0;
    for (std::ptrdiff_t k = 0; k < a.n[1]; ++k) total += a(at[0], k) * b(k, at[1]);
    return total;
  });
}
inline cube unit(std::ptrdiff_t n) {
  return made(shape(n, n), [](const extents& at) { return at[0] == at[1] ? real{1} : real{0}; });
}
inline real total(const cube& m) { return std::accumulate(m.x.begin(), m.x.end(), real{0}); }
inline real squares(const cube& m) { return total(times(m, m)); }
inline real magnitudes(const cube& m) {
  return naive::sum(m.x, [](real x) { return std::fabs(x); });
}
inline real diagonal_sum(const cube& m) {
  real t = 0;
  for (std::ptrdiff_t i = 0; i < m.n[0]; ++i) t += m(i, i);
  return t;
}
/// The cosines of the angles between the rows; 0 for a row of zeros.
inline cube cosines(const cube& m) {
  const cube g = product(m, flip(m));
  return made(g.n, [&](const extents& at) {
    const real lengths = std::sqrt(g(at[0], at[0]) * g(at[1], at[1]));
    return lengths > 0 ? g(at[0], at[1]) / lengths : real{0};
  });
}

}  // namespace structure_test
