// SPDX-License-Identifier: MIT
/// What the peers are to compute, in long double.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "api.hpp"

namespace bench {

/// A value and the gradient to it; no gradient where none is asked for.
struct answer {
  long double value = 0;
  std::vector<long double> gradient = {};
};

namespace reference {

namespace k = coefficient;

struct point {
  long double value, slope;
};

/// The term of one entry and its derivative.
inline point term(workload which, long double w, long double w0, long double mask) {
  const long double size = std::abs(w), sign = (w > 0) - (w < 0), away = w - w0;
  const long double root = std::sqrt(w * w + k::huber_epsilon), at_zero = std::sqrt(1.0L * k::huber_epsilon);
  switch (which) {
    case workload::l1: return {k::l1 * size, k::l1 * sign};
    case workload::l2: return {k::l2 * w * w, 2 * k::l2 * w};
    case workload::l1_l2: return {k::l1 * size + k::l2 * w * w, k::l1 * sign + 2 * k::l2 * w};
    case workload::pseudo_huber: return {k::huber * (root - at_zero), k::huber * w / root};
    case workload::cauchy:
      return {k::cauchy * std::log1p(w * w / k::cauchy_epsilon), 2 * k::cauchy * w / (w * w + k::cauchy_epsilon)};
    default: break;
  }
  const long double log_cosh = size + std::log1p(std::exp(-2 * size)) - std::log(2.0L);
  return {k::a1 * size + k::a2 * w * w + k::a3 * (root - at_zero) + k::a4 * log_cosh + k::a5 * away * away +
              k::a6 * mask * size,
          (k::a1 + k::a6 * mask) * sign + 2 * k::a2 * w + k::a3 * w / root + k::a4 * std::tanh(w) + 2 * k::a5 * away};
}

template <class T> answer of_entries(workload which, const arguments<T>& a) {
  answer right{0, std::vector<long double>(a.size())};
  for (std::size_t i = 0; i < a.size(); ++i) {
    const point here = term(which, a.w[i], a.w0[i], a.mask[i]);
    right.value += here.value;
    right.gradient[i] = here.slope;
  }
  return right;
}

/// The groups lie `stride` apart; their `length` entries `step` apart.
template <class T>
answer of_groups(const T* w, std::size_t groups, std::size_t stride, std::size_t length, std::size_t step) {
  answer right{0, std::vector<long double>(groups * length)};
  for (std::size_t i = 0; i < groups; ++i) {
    long double square = 0;
    for (std::size_t j = 0; j < length; ++j) square += 1.0L * w[i * stride + j * step] * w[i * stride + j * step];
    const long double norm = std::sqrt(square);
    right.value += k::group * norm;
    if (norm > 0)
      for (std::size_t j = 0; j < length; ++j)
        right.gradient[i * stride + j * step] = k::group * w[i * stride + j * step] / norm;
  }
  return right;
}

template <class T> answer of_differences(const arguments<T>& a) {
  answer right{0, std::vector<long double>(a.size())};
  for (std::size_t j = 0; j < a.columns; ++j)
    for (std::size_t i = 0; i < a.rows; ++i) {
      const std::size_t here = j * a.rows + i;
      const std::size_t below = i + 1 < a.rows ? here + 1 : here, beside = j + 1 < a.columns ? here + a.rows : here;
      const long double dx = 1.0L * a.w[below] - a.w[here], dy = 1.0L * a.w[beside] - a.w[here];
      const long double root = std::sqrt(dx * dx + dy * dy);
      if (root == 0) continue;
      right.value += k::variation * root;
      right.gradient[below] += k::variation * dx / root;
      right.gradient[beside] += k::variation * dy / root;
      right.gradient[here] -= k::variation * (dx + dy) / root;
    }
  return right;
}

/// A column-major matrix.
struct matrix {
  std::size_t rows, columns;
  std::vector<long double> entries = std::vector<long double>(rows * columns);

  const long double* column(std::size_t j) const { return entries.data() + j * rows; }
  long double* column(std::size_t j) { return entries.data() + j * rows; }
};

template <class T> matrix copy(const arguments<T>& a) { return {a.rows, a.columns, {a.w, a.w + a.size()}}; }

/// W'W.
inline matrix gram(const matrix& w) {
  matrix product{w.columns, w.columns};
  for (std::size_t j = 0; j < w.columns; ++j)
    for (std::size_t l = 0; l < w.columns; ++l)
      for (std::size_t i = 0; i < w.rows; ++i) product.column(j)[l] += w.column(l)[i] * w.column(j)[i];
  return product;
}

inline matrix times(const matrix& w, const matrix& square) {
  matrix product{w.rows, w.columns};
  for (std::size_t j = 0; j < w.columns; ++j)
    for (std::size_t l = 0; l < w.columns; ++l)
      for (std::size_t i = 0; i < w.rows; ++i) product.column(j)[i] += w.column(l)[i] * square.column(j)[l];
  return product;
}

template <class T> answer of_gram(const arguments<T>& a) {
  const matrix w = copy(a);
  matrix off = gram(w);
  for (std::size_t j = 0; j < a.columns; ++j) off.column(j)[j] -= 1;
  answer right{0, times(w, off).entries};
  for (const long double x : off.entries) right.value += k::orthogonal * x * x;
  for (long double& x : right.gradient) x *= 4 * k::orthogonal;
  return right;
}

/// With W = U S V' the gradient is U V', to which X <- X (3 I - X'X) / 2 takes every X = U (something below sqrt 3) V'.
template <class T> answer of_singular_values(const arguments<T>& a) {
  constexpr long double near = 1e-14L;  // the next step squares it
  const matrix w = copy(a);
  matrix x = w;
  long double square = 0;
  for (const long double entry : w.entries) square += entry * entry;
  for (long double& entry : x.entries) entry /= std::sqrt(square);
  for (long double change = 1, last = 1; last > near && last > 0; last = change) {
    matrix half = gram(x);
    for (long double& entry : half.entries) entry *= -0.5L;
    for (std::size_t j = 0; j < a.columns; ++j) half.column(j)[j] += 1.5L;
    matrix next = times(x, half);
    change = 0;
    for (std::size_t i = 0; i < a.size(); ++i) change = std::max(change, std::abs(next.entries[i] - x.entries[i]));
    x = std::move(next);
  }
  answer right{0, std::move(x.entries)};
  for (std::size_t i = 0; i < a.size(); ++i) right.value += k::nuclear * right.gradient[i] * w.entries[i];
  for (long double& entry : right.gradient) entry *= k::nuclear;
  return right;
}

}  // namespace reference

template <class T> answer right_answer(workload which, const arguments<T>& a) {
  switch (which) {
    case workload::group_rows: return reference::of_groups(a.w, a.rows, 1, a.columns, a.rows);
    case workload::group_rows_major: return reference::of_groups(a.w, a.rows, a.columns, a.columns, 1);
    case workload::total_variation: return reference::of_differences(a);
    case workload::copy: return {0, {a.w, a.w + a.size()}};
    case workload::soft_orthogonal: return reference::of_gram(a);
    case workload::nuclear: return reference::of_singular_values(a);
    case workload::svd: return {reference::of_singular_values(a).value};
    default: return reference::of_entries(which, a);
  }
}

}  // namespace bench
