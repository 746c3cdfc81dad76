// SPDX-License-Identifier: MIT
/// Matrices to try, in every layout, and the plain loops in long double that say what is right.
#pragma once
#include <algorithm>
#include <cmath>
#include <dsl/matrix/matrix_ref.hpp>
#include <random>
#include <vector>

namespace witness {

using regula::dsl::matrix_ref;
using integer = std::ptrdiff_t;

/// A dense column-major matrix of its own.
template <class S> struct matrix {
  integer rows = 0, cols = 0;
  std::vector<S> entries = std::vector<S>(static_cast<std::size_t>(rows * cols) + 1);

  matrix(integer r, integer c) : rows(r), cols(c) {}
  S& operator()(integer i, integer j) { return entries[static_cast<std::size_t>(i + j * rows)]; }
  const S& operator()(integer i, integer j) const { return entries[static_cast<std::size_t>(i + j * rows)]; }
  S* data() { return entries.data(); }
  matrix_ref<S> ref() { return regula::dsl::columns(entries.data(), rows, cols); }
  matrix_ref<const S> ref() const { return regula::dsl::columns(entries.data(), rows, cols); }
};
using exact = matrix<long double>;

template <class S> matrix<S> random(integer rows, integer cols, unsigned seed = 1) {
  std::mt19937 source(seed);
  std::normal_distribution<double> normal;
  matrix<S> x(rows, cols);
  for (integer j = 0; j < cols; ++j)
    for (integer i = 0; i < rows; ++i) x(i, j) = static_cast<S>(normal(source));
  return x;
}

template <class M> exact widen(const M& x, integer rows, integer cols) {
  exact wide(rows, cols);
  for (integer j = 0; j < cols; ++j)
    for (integer i = 0; i < rows; ++i) wide(i, j) = static_cast<long double>(x(i, j));
  return wide;
}
template <class M> exact widen(const M& x) { return widen(x, x.rows, x.cols); }

inline exact times(const exact& a, const exact& b) {
  exact c(a.rows, b.cols);
  for (integer j = 0; j < b.cols; ++j)
    for (integer k = 0; k < a.cols; ++k)
      for (integer i = 0; i < a.rows; ++i) c(i, j) += a(i, k) * b(k, j);
  return c;
}
inline exact turned(const exact& a) {
  exact t(a.cols, a.rows);
  for (integer j = 0; j < a.cols; ++j)
    for (integer i = 0; i < a.rows; ++i) t(j, i) = a(i, j);
  return t;
}

/// The largest difference; infinite where only one is NaN or they are different infinities.
template <class A, class B> double apart(const A& a, const B& b) {
  if (a.rows != b.rows || a.cols != b.cols) return std::numeric_limits<double>::infinity();
  long double most = 0;
  for (integer j = 0; j < a.cols; ++j)
    for (integer i = 0; i < a.rows; ++i) {
      const auto x = static_cast<long double>(a(i, j)), y = static_cast<long double>(b(i, j));
      if (x == y || (std::isnan(x) && std::isnan(y))) continue;
      const long double difference = std::abs(x - y);
      most = std::isnan(difference) ? std::numeric_limits<long double>::infinity() : std::max(most, difference);
    }
  return static_cast<double>(most);
}

enum class layout { columns, rows, padded_columns, padded_rows, strided, backwards };
inline constexpr layout layouts[] = {layout::columns,     layout::rows,    layout::padded_columns,
                                     layout::padded_rows, layout::strided, layout::backwards};

/// The same entries, laid out otherwise.
template <class S> struct laid_out {
  std::vector<S> memory;
  matrix_ref<S> ref;

  laid_out(const matrix<S>& x, layout how) : memory(static_cast<std::size_t>(6 * (x.rows + 3) * (x.cols + 3)), S(77)) {
    const auto m = x.rows, n = x.cols;
    switch (how) {
      case layout::columns: ref = {memory.data(), m, n, 1, m}; break;
      case layout::rows: ref = {memory.data(), m, n, n, 1}; break;
      case layout::padded_columns: ref = {memory.data() + 1, m, n, 1, m + 3}; break;
      case layout::padded_rows: ref = {memory.data() + 1, m, n, n + 2, 1}; break;
      case layout::strided: ref = {memory.data(), m, n, 2, 2 * m + 1}; break;
      case layout::backwards: ref = {memory.data() + 3 * m * n, m, n, -1, -m}; break;
    }
    regula::dsl::copy(ref, x.ref());
  }
};

}  // namespace witness
