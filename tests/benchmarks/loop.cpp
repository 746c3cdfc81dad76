// SPDX-License-Identifier: MIT
/// The plain loop. What the compiler makes of it depends on its flags.
#include <algorithm>
#include <cmath>
#include <vector>

#include "api.hpp"

namespace {

using namespace bench;
namespace k = coefficient;

template <class T> T sign(T x) { return static_cast<T>((x > 0) - (x < 0)); }

template <class T> struct peer {
  static double l1(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T size = 0;
    for (std::size_t i = 0; i < n; ++i) {
      size += std::abs(w[i]);
      g[i] = T(k::l1) * sign(w[i]);
    }
    return k::l1 * size;
  }

  static double l2(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      square += w[i] * w[i];
      g[i] = T(2 * k::l2) * w[i];
    }
    return k::l2 * square;
  }

  static double l1_l2(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T size = 0, square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      size += std::abs(w[i]);
      square += w[i] * w[i];
      g[i] = T(k::l1) * sign(w[i]) + T(2 * k::l2) * w[i];
    }
    return k::l1 * size + k::l2 * square;
  }

  static double pseudo_huber(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    const T epsilon = T(k::huber_epsilon), at_zero = std::sqrt(epsilon);
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const T root = std::sqrt(w[i] * w[i] + epsilon);
      sum += root - at_zero;
      g[i] = T(k::huber) * w[i] / root;
    }
    return k::huber * sum;
  }

  static double cauchy(const arguments<T>& a) {
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const T square = w[i] * w[i];
      sum += std::log(T(1) + square * T(1 / k::cauchy_epsilon));
      g[i] = T(2 * k::cauchy) * w[i] / (square + T(k::cauchy_epsilon));
    }
    return k::cauchy * sum;
  }

  static double composite(const arguments<T>& a) {
    const T* __restrict w = a.w, * __restrict w0 = a.w0, * __restrict mask = a.mask;
    T* __restrict g = a.g;
    const std::size_t n = a.size();
    const T epsilon = T(k::huber_epsilon), at_zero = std::sqrt(epsilon), log_2 = T(0.693147180559945309L);
    T sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const T x = w[i], size = std::abs(x), away = x - w0[i];
      const T root = std::sqrt(x * x + epsilon);
      const T tail = std::exp(T(-2) * size);
      const T log_cosh = size + std::log(T(1) + tail) - log_2;
      sum += T(k::a1) * size + T(k::a2) * x * x + T(k::a3) * (root - at_zero) + T(k::a4) * log_cosh +
             T(k::a5) * away * away + T(k::a6) * mask[i] * size;
      g[i] = (T(k::a1) + T(k::a6) * mask[i]) * sign(x) + T(2 * k::a2) * x + T(k::a3) * x / root +
             T(k::a4) * sign(x) * (T(1) - tail) / (T(1) + tail) + T(2 * k::a5) * away;
    }
    return sum;
  }

  static double group_rows(const arguments<T>& a) {
    const std::size_t rows = a.rows, columns = a.columns;
    std::vector<T> buffer(rows);  // squares, then what the rows are multiplied by
    T* __restrict row = buffer.data();
    for (std::size_t j = 0; j < columns; ++j) {
      const T* __restrict w = a.w + j * rows;
      for (std::size_t i = 0; i < rows; ++i) row[i] += w[i] * w[i];
    }
    T sum = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const T norm = std::sqrt(row[i]);
      sum += norm;
      row[i] = norm > 0 ? T(k::group) / norm : T(0);
    }
    for (std::size_t j = 0; j < columns; ++j) {
      const T* __restrict w = a.w + j * rows;
      T* __restrict g = a.g + j * rows;
      for (std::size_t i = 0; i < rows; ++i) g[i] = row[i] * w[i];
    }
    return k::group * sum;
  }

  static double group_rows_major(const arguments<T>& a) {
    const std::size_t rows = a.rows, columns = a.columns;
    T sum = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const T* __restrict w = a.w + i * columns;
      T* __restrict g = a.g + i * columns;
      T square = 0;
      for (std::size_t j = 0; j < columns; ++j) square += w[j] * w[j];
      const T norm = std::sqrt(square), factor = norm > 0 ? T(k::group) / norm : T(0);
      sum += norm;
      for (std::size_t j = 0; j < columns; ++j) g[j] = factor * w[j];
    }
    return k::group * sum;
  }

  static double total_variation(const arguments<T>& a) {
    const std::size_t rows = a.rows, columns = a.columns;
    const T* __restrict w = a.w;
    T* __restrict g = a.g;
    std::fill_n(g, rows * columns, T(0));
    T sum = 0;
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t here = j * rows + i;
        const T dx = i + 1 < rows ? w[here + 1] - w[here] : T(0);
        const T dy = j + 1 < columns ? w[here + rows] - w[here] : T(0);
        const T root = std::sqrt(dx * dx + dy * dy), factor = root > 0 ? T(k::variation) / root : T(0);
        sum += root;
        g[here] -= factor * (dx + dy);
        if (i + 1 < rows) g[here + 1] += factor * dx;
        if (j + 1 < columns) g[here + rows] += factor * dy;
      }
    return k::variation * sum;
  }
};

}  // namespace

void register_peer(registry& peers) { add_all<peer>(peers); }
