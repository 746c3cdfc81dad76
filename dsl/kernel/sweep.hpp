// SPDX-License-Identifier: MIT
/// The inner loops of a program with panels: one sweep over some lines of entries. Everything around them (which lines,
/// where they lie) is decided at run time, by code that knows no formula.
#pragma once
#include <dsl/kernel/sweep_step.hpp>

namespace regula::dsl {

/// Lines that lanes of float add up before double takes over.
inline constexpr std::ptrdiff_t lines_per_flush = 64;

template <auto Program, class Users, bool Add, int K, class S, bool Along> class sweep_loops {
  template <int N> using upto = std::make_integer_sequence<int, N>;
  static constexpr auto& s = panels_of<Program, Users, Add>.sweeps[K];
  using step = sweep_step<Program, Users, Add, K, S, Along, upto<s.code_count>, upto<s.scalar_count>,
                          upto<s.reduction_count>, upto<s.fold_count>, upto<s.input_count>, upto<s.store_count>>;
  using vector = lanes<S>;
  using gathering = typename step::gathering;
  using line = typename step::line;
  static constexpr std::ptrdiff_t width = vector::size, entries_per_flush = 4096;
  static constexpr int unroll = s.cost <= 12 ? 4 : s.cost <= 24 ? 2 : 1;

public:
  static void sweep(const sweep_call<S>& c) {
    vector scalar[s.scalar_count + 1];
    step::broadcast(scalar, c.values);
    if constexpr (Along && s.fold_count > 0)
      along(c, scalar);
    else
      across(c, scalar);
  }

private:
  /// Line by line; sums of a line are gathered at its end.
  static void across(const sweep_call<S>& c, const vector* scalar) {
    std::ptrdiff_t since = 0;
    gathering all;
    all.clear();
    line p;
    for (std::ptrdiff_t l = 0; l < c.lines; ++l) {
      step::point(c, l, p);
      for (std::ptrdiff_t from = 0; from < c.n; from += entries_per_flush) {
        const auto to = std::min(c.n, from + entries_per_flush);
        const auto g = stretch(scalar, p, from, to, c.stream);
        if constexpr (s.fold_count > 0) step::end_line(c, l, g);
        if constexpr (s.reduction_count > 0) {
          all.join(g);
          since += to - from;
          if (since >= entries_per_flush) step::flush(c, all), since = 0;
        }
      }
    }
    step::flush(c, all);
  }
  [[gnu::always_inline]] static gathering stretch(const vector* scalar, const line& p, std::ptrdiff_t i,
                                                  std::ptrdiff_t to, bool stream) {
    gathering a;
    a.clear();
    if constexpr (unroll > 2) {
      gathering b, c, d;
      b.clear(), c.clear(), d.clear();
      for (; i + 4 * width <= to; i += 4 * width) {
        step::run(scalar, a, p, i, stream);
        step::run(scalar, b, p, i + width, stream);
        step::run(scalar, c, p, i + 2 * width, stream);
        step::run(scalar, d, p, i + 3 * width, stream);
      }
      a.join(b), c.join(d), a.join(c);
    } else if constexpr (unroll > 1) {
      gathering b;
      b.clear();
      for (; i + 2 * width <= to; i += 2 * width) {
        step::run(scalar, a, p, i, stream);
        step::run(scalar, b, p, i + width, stream);
      }
      a.join(b);
    }
    for (; i + width <= to; i += width) step::run(scalar, a, p, i, stream);
    if (i < to) {
      gathering last;
      last.clear();
      step::run_last(scalar, last, p, i, to - i);
      a.join(last);
    }
    return a;
  }

  /// Lines beside each other, four at a time where the code is short: sums along the rim are kept in memory between them.
  static void along(const sweep_call<S>& c, const vector* scalar) {
    constexpr int together = s.cost <= 12 ? 4 : 1;
    gathering g;
    g.clear();
    for (std::ptrdiff_t first = 0; first < c.lines; first += lines_per_flush) {
      const auto last = std::min(c.lines, first + lines_per_flush);
      step::begin_rim(c);
      auto l = first;
      for (; l + together <= last; l += together) add_lines<together>(c, scalar, g, l);
      for (; l < last; ++l) add_lines<1>(c, scalar, g, l);
      step::end_rim(c);
      step::flush(c, g);
    }
  }
  template <int L>
  [[gnu::always_inline]] static void add_lines(const sweep_call<S>& c, const vector* scalar, gathering& g,
                                               std::ptrdiff_t l) {
    line p[L];
    step::point(c, l, p[0]);
    if constexpr (L > 1) step::point(c, l + 1, p[1]), step::point(c, l + 2, p[2]), step::point(c, l + 3, p[3]);
    std::ptrdiff_t i = 0;
    for (; i + width <= c.n; i += width) {
      g.load_folds(c.rim_parts, i);
      step::run(scalar, g, p[0], i, c.stream);
      if constexpr (L > 1) {
        gathering b;
        b.clear();
        step::run(scalar, b, p[1], i, c.stream);
        step::run(scalar, g, p[2], i, c.stream);
        step::run(scalar, b, p[3], i, c.stream);
        g.join(b);
      }
      g.store_folds(c.rim_parts, i);
    }
    for (int k = 0; i < c.n && k < L; ++k) {
      gathering tail;
      tail.clear();
      step::run_last(scalar, tail, p[k], i, c.n - i);
      step::add_tail(c, tail, i, c.n - i);
      g.join(tail);
    }
  }
};

}  // namespace regula::dsl
