// SPDX-License-Identifier: MIT
/// The limit of groups of rows. Rows and columns are multiples of 64.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "api.hpp"
#include "lanes.hpp"

namespace {

using bench::arguments;

/// Sums of squares become what their rows are multiplied by; returns the sum of the norms.
template <class T> double to_factors(T* squares, std::size_t rows) {
  using L = lanes<T>;
  auto norms = L::all(0);
  for (std::size_t i = 0; i < rows; i += L::width) {
    const auto square = L::load(squares + i);
    const auto one_over_norm = L::where_positive(square, L::reciprocal_root(square));
    norms += square * one_over_norm;
    L::store(squares + i, one_over_norm * L::all(bench::coefficient::group));
  }
  return L::sum(norms);
}

/// Rows whose sums of squares stay in registers, all columns.
template <std::size_t Rows, bool Streams, class T> double register_panel(const arguments<T>& a, std::size_t first) {
  using L = lanes<T>;
  constexpr std::size_t registers = Rows / L::width;
  typename L::vector rows[registers];
  for (auto& r : rows) r = L::all(0);
  const T* w = a.w + first;
  for (std::size_t j = 0; j < a.columns; ++j, w += a.rows)
#pragma GCC unroll 16
    for (std::size_t r = 0; r < registers; ++r) {
      const auto x = L::load(w + r * L::width);
      rows[r] = L::fma(x, x, rows[r]);
    }
  alignas(64) T factors[Rows];
  for (std::size_t r = 0; r < registers; ++r) L::store(factors + r * L::width, rows[r]);
  const double norms = to_factors(factors, Rows);
  for (std::size_t r = 0; r < registers; ++r) rows[r] = L::load(factors + r * L::width);
  for (std::size_t j = a.columns; j-- > 0;) {  // the columns read last are still near
    w = a.w + j * a.rows + first;
    T* g = a.g + j * a.rows + first;
#pragma GCC unroll 16
    for (std::size_t r = 0; r < registers; ++r)
      L::template put<Streams>(g + r * L::width, rows[r] * L::load(w + r * L::width));
  }
  return norms;
}

/// What the next columns of a panel need: the hardware does not see it coming over a stride of pages.
template <bool Prefetches, class T> void prefetch(const T* p) {
  if constexpr (Prefetches) _mm_prefetch(reinterpret_cast<const char*>(p), _MM_HINT_T0);
}

/// Up to Rows rows whose sums of squares lie in the first cache, all columns.
template <std::size_t Rows, bool Prefetches, bool Streams, class T>
double cached_panel(const arguments<T>& a, std::size_t first, std::size_t count) {
  using L = lanes<T>;
  constexpr std::size_t together = 4;  // columns, which divide all
  alignas(64) T factors[Rows];
  std::fill_n(factors, count, T(0));
  for (std::size_t j = 0; j < a.columns; j += together) {
    const T* w = a.w + j * a.rows + first;
    const T* ahead = j + together < a.columns ? w + together * a.rows : w;
    for (std::size_t i = 0; i < count; i += L::width) {
      auto square = L::load(factors + i);
#pragma GCC unroll 4
      for (std::size_t c = 0; c < together; ++c) {
        prefetch<Prefetches>(ahead + c * a.rows + i);
        const auto x = L::load(w + c * a.rows + i);
        square = L::fma(x, x, square);
      }
      L::store(factors + i, square);
    }
  }
  const double norms = to_factors(factors, count);
  for (std::size_t j = a.columns; j-- > 0;) {  // the columns read last are still near
    const T* w = a.w + j * a.rows + first;
    const T* ahead = j >= 2 ? w - 2 * a.rows : w;
    T* g = a.g + j * a.rows + first;
    for (std::size_t i = 0; i < count; i += L::width) {
      prefetch<Prefetches>(ahead + i);
      L::template put<Streams>(g + i, L::load(factors + i) * L::load(w + i));
    }
  }
  return norms;
}

template <std::size_t Rows, bool Prefetches, bool Streams, class T> double group_rows(const arguments<T>& given) {
  const auto a = given;
  double norms = 0;
  std::size_t first = 0;
  if constexpr (Rows <= 128) {
    for (; first + Rows <= a.rows; first += Rows) norms += register_panel<Rows, Streams>(a, first);
    for (; first < a.rows; first += 64) norms += register_panel<64, Streams>(a, first);
  } else {
    for (; first < a.rows; first += Rows)
      norms += cached_panel<Rows, Prefetches, Streams>(a, first, std::min(Rows, a.rows - first));
  }
  if (Streams) _mm_sfence();
  return bench::coefficient::group * norms;
}

/// The squares of a row, summed into the lanes of a register.
template <class T> auto squares_of(const T* w, std::size_t n) {
  using L = lanes<T>;
  constexpr std::size_t together = 4;
  typename L::vector squares[together];
  for (auto& s : squares) s = L::all(0);
  for (std::size_t j = 0; j < n; j += together * L::width)
#pragma GCC unroll 4
    for (std::size_t c = 0; c < together; ++c) {
      const auto x = L::load(w + j + c * L::width);
      squares[c] = L::fma(x, x, squares[c]);
    }
  return (squares[0] + squares[1]) + (squares[2] + squares[3]);
}

template <bool Streams, class T> void scale(const T* w, T* g, std::size_t n, double factor) {
  using L = lanes<T>;
  for (std::size_t j = 0; j < n; j += L::width) L::template put<Streams>(g + j, L::all(factor) * L::load(w + j));
}

/// Row by row: a row is read a second time from the first cache.
template <bool Streams, class T> double group_single_rows(const arguments<T>& given) {
  const auto a = given;
  double norms = 0;
  for (std::size_t at = 0; at < a.size(); at += a.columns) {
    const double norm = std::sqrt(lanes<T>::sum(squares_of(a.w + at, a.columns)));
    norms += norm;
    scale<Streams>(a.w + at, a.g + at, a.columns, norm > 0 ? bench::coefficient::group / norm : 0);
  }
  if (Streams) _mm_sfence();
  return bench::coefficient::group * norms;
}

/// As many rows at a time as a register has lanes: one root for all.
template <bool Streams, class T> double group_many_rows(const arguments<T>& given) {
  using L = lanes<T>;
  const auto a = given;
  double norms = 0;
  for (std::size_t first = 0; first < a.size(); first += L::width * a.columns) {
    typename L::vector squares[L::width];
    for (std::size_t i = 0; i < L::width; ++i) squares[i] = squares_of(a.w + first + i * a.columns, a.columns);
    alignas(64) T factors[L::width];
    L::store(factors, L::sums(squares));
    norms += to_factors(factors, L::width);
    for (std::size_t i = 0; i < L::width; ++i) {
      const std::size_t at = first + i * a.columns;
      scale<Streams>(a.w + at, a.g + at, a.columns, factors[i]);
    }
  }
  if (Streams) _mm_sfence();
  return bench::coefficient::group * norms;
}

}  // namespace
