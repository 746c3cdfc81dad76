// SPDX-License-Identifier: MIT
/// Matrices in long double, by the book: products, cosines, covariance, singular values, determinant.
#pragma once
#include <tests/structure/groups.hpp>

namespace gallery_test {
using namespace structure_test;

inline cube filled(std::ptrdiff_t m, std::ptrdiff_t n, const std::function<real(std::ptrdiff_t, std::ptrdiff_t)>& f) {
  cube c{shape(m, n), reals(static_cast<std::size_t>(m * n))};
  for_entries(c.n, [&](std::size_t i, const extents& at) { c.x[i] = f(at[0], at[1]); });
  return c;
}
inline cube transposed(const cube& a) {
  return filled(a.n[1], a.n[0], [&](auto i, auto j) { return a(j, i); });
}
inline cube product(const cube& a, const cube& b) {
  return filled(a.n[0], b.n[1], [&](auto i, auto j) {
    real s = 0;
    for (std::ptrdiff_t k = 0; k < a.n[1]; ++k) s += a(i, k) * b(k, j);
    return s;
  });
}
inline cube minus(const cube& a, const cube& b) {
  return filled(a.n[0], a.n[1], [&](auto i, auto j) { return a(i, j) - b(i, j); });
}
inline cube inner_products(const cube& a) { return product(transposed(a), a); }
inline cube less_one(const cube& a) {
  return filled(a.n[0], a.n[1], [&](auto i, auto j) { return a(i, j) - (i == j ? 1 : 0); });
}
inline real sum_of_squares(const cube& a) { return naive::sum(a.x, squared); }
/// f(row, column, entry) beside the diagonal.
template <class F> void off_diagonals(const cube& a, F f) {
  for_entries(a.n, [&](std::size_t i, const extents& at) {
    if (at[0] != at[1]) f(a.x[i]);
  });
}

/// |cosines| of the angles between different columns, each pair twice; 0 where a column is.
inline reals cosines(const cube& w) {
  const auto lines = groups(w, of_columns);
  reals all;
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t j = 0; j < lines.size(); ++j) {
      const real sizes = norm2_of(lines[i]) * norm2_of(lines[j]);
      const real both = std::inner_product(lines[i].begin(), lines[i].end(), lines[j].begin(), real{0});
      if (i != j) all.push_back(sizes > 0 ? std::fabs(both) / sizes : 0);
    }
  return all;
}
/// Of the columns, over the number of rows.
inline cube covariance(const cube& w) {
  const auto lines = groups(w, of_columns);
  return filled(w.n[1], w.n[1], [&](auto i, auto j) {
    const reals &a = lines[static_cast<std::size_t>(i)], &b = lines[static_cast<std::size_t>(j)];
    real s = 0;
    for (std::size_t k = 0; k < a.size(); ++k) s += (a[k] - mean_of(a)) * (b[k] - mean_of(b));
    return s / count_of(a);
  });
}

/// By Jacobi rotations of the columns of a tall matrix until they are orthogonal; from large to small.
inline reals singular_values(const cube& w) {
  auto a = groups(w.n[0] >= w.n[1] ? w : transposed(w), of_columns);
  const auto dot = [](const reals& x, const reals& y) {
    return std::inner_product(x.begin(), x.end(), y.begin(), real{0});
  };
  for (bool turned = true; std::exchange(turned, false);)
    for (std::size_t p = 0; p < a.size(); ++p)
      for (std::size_t q = p + 1; q < a.size(); ++q) {
        const real both = dot(a[p], a[q]), pp = dot(a[p], a[p]), qq = dot(a[q], a[q]);
        if (both * both <= 1e-36L * pp * qq) continue;
        turned = true;
        const real angle = std::atan2(2 * both, pp - qq) / 2;
        const real c = std::cos(angle), s = std::sin(angle);
        for (std::size_t k = 0; k < a[p].size(); ++k) {
          const real x = a[p][k], y = a[q][k];
          a[p][k] = c * x + s * y;
          a[q][k] = c * y - s * x;
        }
      }
  reals sigma;
  for (const reals& column : a) sigma.push_back(norm2_of(column));
  std::sort(sigma.rbegin(), sigma.rend());
  return sigma;
}

/// ln det of a positive definite matrix, by elimination.
inline real log_determinant(cube a) {
  const auto n = a.n[0];
  const auto at = [&](std::ptrdiff_t i, std::ptrdiff_t j) -> real& { return a.x[static_cast<std::size_t>(i + n * j)]; };
  real total = 0;
  for (std::ptrdiff_t k = 0; k < n; ++k) {
    total += std::log(at(k, k));
    for (std::ptrdiff_t i = k + 1; i < n; ++i) {
      const real factor = at(i, k) / at(k, k);
      for (std::ptrdiff_t j = k; j < n; ++j) at(i, j) -= factor * at(k, j);
    }
  }
  return total;
}

}  // namespace gallery_test
