// SPDX-License-Identifier: MIT
/// The limit of total variation, and the copy it is compared with. Rows and columns are multiples of 64.
#pragma once
#include <algorithm>
#include <cstddef>

#include "api.hpp"
#include "lanes.hpp"

namespace {

using bench::arguments;

/// Total variation in one pass. With u = c dx / root and v = c dy / root of each entry the gradient is
/// u(i-1, j) - u(i, j) + v(i, j-1) - v(i, j): u goes from register to register down a column, v goes from one block of
/// columns to the next in a line of the strip's rows.
template <std::size_t Columns, bool Streams, class T> class variation {
  using L = lanes<T>;
  using V = typename L::vector;

public:
  explicit variation(const arguments<T>& given) : a(given) {}

  /// The strip of rows from `begin` to `end`; `line` has their number.
  void strip(std::size_t begin, std::size_t end, T* line) {
    std::fill_n(line, end - begin, T(0));
    std::size_t j = 0;
    for (; j + Columns < a.columns; j += Columns) block<false>(j, begin, end, line);
    block<true>(j, begin, end, line);
  }

  double total = 0;

private:
  struct slopes {
    V u, v;
  };

  template <bool LastColumn, bool LastRow>
  [[gnu::always_inline]] slopes of(const T* w, V here, V beside, V& sum) const {
    const V dx = (LastRow ? L::next_or_last(here) : L::load(w + 1)) - here;
    const V square = LastColumn ? dx * dx : L::fma(dx, dx, (beside - here) * (beside - here));
    const V factor = L::over_root(bench::coefficient::variation, square);
    sum = L::fma(square, factor, sum);
    return {dx * factor, LastColumn ? L::all(0) : (beside - here) * factor};
  }

  /// One register of each column.
  template <bool LastColumns, bool LastRow>
  [[gnu::always_inline]] void step(const T* w, T* g, T* line, V (&above)[Columns], V (&sums)[Columns]) const {
    V here = L::load(w), before = L::load(line);
#pragma GCC unroll 4
    for (std::size_t c = 0; c < Columns; ++c, w += a.rows, g += a.rows) {
      const bool last = LastColumns && c + 1 == Columns;
      const V beside = last ? here : L::load(w + a.rows);
      const auto [u, v] =
          last ? of<true, LastRow>(w, here, beside, sums[c]) : of<false, LastRow>(w, here, beside, sums[c]);
      L::template put<Streams>(g, (before - v) + (L::shifted_in(above[c], u) - u));
      above[c] = u;
      before = v;
      here = beside;
    }
    L::store(line, before);
  }

  template <bool LastColumns> void block(std::size_t j, std::size_t begin, std::size_t end, T* line) {
    V above[Columns], sums[Columns], ignored = L::all(0);
    for (std::size_t c = 0; c < Columns; ++c) {
      sums[c] = above[c] = L::all(0);
      if (begin == 0) continue;
      const T* w = a.w + (j + c) * a.rows + begin - L::width;
      const V here = L::load(w);
      above[c] = LastColumns && c + 1 == Columns ? of<true, false>(w, here, here, ignored).u
                                                 : of<false, false>(w, here, L::load(w + a.rows), ignored).u;
    }
    const T* w = a.w + j * a.rows;
    T* g = a.g + j * a.rows;
    const std::size_t inner = end == a.rows ? end - L::width : end;
    for (std::size_t i = begin; i < inner; i += L::width)
      step<LastColumns, false>(w + i, g + i, line + (i - begin), above, sums);
    if (inner < end) step<LastColumns, true>(w + inner, g + inner, line + (inner - begin), above, sums);
    for (const V& sum : sums) total += L::sum(sum);
  }

  const arguments<T> a;
};

template <std::size_t Columns, std::size_t Rows, bool Streams, class T> double total_variation(const arguments<T>& a) {
  alignas(64) T line[Rows];
  variation<Columns, Streams, T> sweep(a);
  for (std::size_t i = 0; i < a.rows; i += Rows) sweep.strip(i, std::min(i + Rows, a.rows), line);
  if (Streams) _mm_sfence();
  return sweep.total;
}

template <bool Streams, class T> double copy(const arguments<T>& a) {
  using L = lanes<T>;
  constexpr std::size_t together = 4;
  for (std::size_t i = 0; i < a.size(); i += together * L::width)
#pragma GCC unroll 4
    for (std::size_t c = 0; c < together; ++c)
      L::template put<Streams>(a.g + i + c * L::width, L::load(a.w + i + c * L::width));
  if (Streams) _mm_sfence();
  return 0;
}

}  // namespace
