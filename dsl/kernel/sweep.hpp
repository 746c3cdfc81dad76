// SPDX-License-Identifier: MIT
/// The inner loops of a program with panels: one sweep over some lines of entries. Everything around them (which lines,
/// where they lie) is decided at run time, by code that knows no formula.
#pragma once
#include <dsl/kernel/sweep_step.hpp>

namespace regula::dsl {

/// Lines beside each other, and entries of a line, that lanes of float add up before double takes over.
inline constexpr std::ptrdiff_t lines_per_flush = 64, entries_per_flush = 4096;

template <auto Program, class Users, bool Add, int K, class S, bool Along> class sweep_loops {
protected:
  template <int N> using upto = std::make_integer_sequence<int, N>;
  static constexpr auto& s = panels_of<Program, Users, Add>.sweeps[K];
  using step = sweep_step<Program, Users, Add, K, S, Along, upto<s.code_count>, upto<s.scalar_count>,
                          upto<s.reduction_count>, upto<s.fold_count>, upto<s.input_count>, upto<s.store_count>>;
  using vector = lanes<S>;
  using gathering = typename step::gathering;
  using line = typename step::line;
  static constexpr std::ptrdiff_t width = vector::size;
  static constexpr int unroll = s.cost <= 12 ? 4 : s.cost <= 24 ? 2 : 1;

public:
  static void sweep(sweep_call<S>& c) {
    vector scalar[s.scalar_count + 1];
    step::broadcast(scalar, c.values);
    if constexpr (Along && !s.is_rim()) {
      const auto blocked = c.by_blocks ? c.n / block * block : 0;
      if (blocked > 0) blocks(c, scalar, blocked);
      if (blocked == c.n) return;
      if constexpr (s.fold_count > 0)
        along(shifted(c, blocked), scalar);
      else
        map_or_gather(shifted(c, blocked), scalar);
    } else {
      map_or_gather(c, scalar);
    }
  }

protected:
  /// Entries of a rim whose sums stay in registers while the lines go by.
  static constexpr int together = unroll;
  static constexpr std::ptrdiff_t block = together * width;

  /// Down all lines of a panel, a block of its rim at a time.
  static void blocks(const sweep_call<S>& c, const vector* scalar, std::ptrdiff_t n) {
    gathering g[together];
    const auto steps = step::steps_of(c);
    const bool stream = c.stream;
    for (std::ptrdiff_t i = 0; i < n; i += block)
      for (std::ptrdiff_t first = 0; first < c.lines; first += lines_per_flush) {
        const auto last = std::min(c.lines, first + lines_per_flush);
        clear(g);
        line p;
        step::point(c, first, p);
        step::load_rims(p, i, 0);
        if constexpr (together > 1) step::load_rims(p, i + width, 1);
        if constexpr (together > 2) step::load_rims(p, i + 2 * width, 2), step::load_rims(p, i + 3 * width, 3);
        for (auto l = first; l < last; ++l) {
          step::template run<0>(scalar, g[0], p, i, stream);
          if constexpr (together > 1) step::template run<1>(scalar, g[1], p, i + width, stream);
          if constexpr (together > 2) step::template run<2>(scalar, g[2], p, i + 2 * width, stream);
          if constexpr (together > 2) step::template run<3>(scalar, g[3], p, i + 3 * width, stream);
          step::advance(p, steps);
        }
        for (int k = 0; k < together; ++k) step::add_rim(c, g[k], i + k * width);
        if constexpr (together > 1) g[0].join(g[1]);
        if constexpr (together > 2) g[2].join(g[3]), g[0].join(g[2]);
        step::flush(c, g[0]);
      }
  }
  [[gnu::always_inline]] static void clear(gathering* g) {
    g[0].clear();
    if constexpr (together > 1) g[1].clear();
    if constexpr (together > 2) g[2].clear(), g[3].clear();
  }
  /// The call without the first n entries of its lines.
  static sweep_call<S> shifted(sweep_call<S>& c, std::ptrdiff_t n) {
    step::shift(c, n);
    return c;
  }

  static void map_or_gather(const sweep_call<S>& c, const vector* scalar) {
    if constexpr (s.fold_count == 0 && s.reduction_count == 0)
      map(c, scalar);
    else
      across(c, scalar);
  }
  /// Line by line, where nothing is gathered.
  static void map(const sweep_call<S>& c, const vector* scalar) {
    const auto n = c.n, whole = n / (unroll * width) * (unroll * width);
    const bool stream = c.stream;
    const auto steps = step::steps_of(c);
    line p;
    step::point(c, 0, p);
    gathering none;
    for (auto l = c.lines; l > 0; --l) {
      step::look_at_rims(p);
      for (std::ptrdiff_t i = 0; i < whole; i += unroll * width) {
        step::run(scalar, none, p, i, stream);
        if constexpr (unroll > 1) step::run(scalar, none, p, i + width, stream);
        if constexpr (unroll > 2) step::run(scalar, none, p, i + 2 * width, stream);
        if constexpr (unroll > 2) step::run(scalar, none, p, i + 3 * width, stream);
      }
      if (whole < n) end(scalar, p, whole, n, c);
      step::advance(p, steps);
    }
  }
  /// Line by line; sums of a line are gathered at its end. What the loop needs of the call is copied first: its stores
  /// might change the call, for all the compiler knows.
  static void across(const sweep_call<S>& c, const vector* scalar) {
    const auto n = c.n, lines = c.lines;
    const bool stream = c.stream;
    std::ptrdiff_t since = 0, l = 0;
    gathering all;
    all.clear();
    line p;
    step::point(c, 0, p);
    const auto steps = step::steps_of(c);
    if constexpr (unroll > 2 && s.store_count == 0 && s.fold_count > 0)
      if (n <= entries_per_flush / 2)
        for (; l + 2 <= lines; l += 2) {
          pair(c, scalar, p, steps, l, all);
          if constexpr (s.reduction_count > 0) {
            since += 2 * n;
            if (since >= entries_per_flush) step::flush(c, all), since = 0;
          }
        }
    for (; l < lines; ++l) {
      step::look_at_rims(p);
      for (std::ptrdiff_t from = 0; from < n; from += entries_per_flush) {
        const auto to = std::min(n, from + entries_per_flush);
        const auto g = stretch(scalar, p, from, to, stream, c);
        if constexpr (s.fold_count > 0) step::end_line(c, l, g);
        if constexpr (s.reduction_count > 0) {
          all.join(g);
          since += to - from;
          if (since >= entries_per_flush) step::flush(c, all), since = 0;
        }
      }
      step::advance(p, steps);
    }
    step::flush(c, all);
  }
  /// Two short lines at a time: the sums of one are gathered while the other's still run. Not where results are stored:
  /// lines a multiple of a page apart would wait for each other's stores.
  template <class Steps>
  [[gnu::always_inline]] static void pair(const sweep_call<S>& c, const vector* scalar, line& p, const Steps& steps,
                                          std::ptrdiff_t l, gathering& all) {
    line q = p;
    step::advance(q, steps);
    step::look_at_rims(p), step::look_at_rims(q);
    gathering a[2], b[2];
    a[0].clear(), a[1].clear(), b[0].clear(), b[1].clear();
    std::ptrdiff_t i = 0;
    for (; i + 2 * width <= c.n; i += 2 * width) {
      step::run(scalar, a[0], p, i, c.stream);
      step::run(scalar, a[1], p, i + width, c.stream);
      step::run(scalar, b[0], q, i, c.stream);
      step::run(scalar, b[1], q, i + width, c.stream);
    }
    a[0].join(a[1]), b[0].join(b[1]);
    if (i < c.n) {
      a[0].join(end(scalar, p, i, c.n, c));
      b[0].join(end(scalar, q, i, c.n, c));
    }
    step::end_line(c, l, a[0]);
    step::end_line(c, l + 1, b[0]);
    if constexpr (s.reduction_count > 0) all.join(a[0]), all.join(b[0]);
    p = q;
    step::advance(p, steps);
  }
  [[gnu::always_inline]] static gathering stretch(const vector* scalar, const line& p, std::ptrdiff_t i,
                                                  std::ptrdiff_t to, bool stream, const sweep_call<S>& call) {
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
    if (i < to) a.join(end(scalar, p, i, to, call));
    return a;
  }
  /// The last vectors of a line, the one that is not whole too.
  [[gnu::noinline]] static gathering end(const vector* scalar, const line& p, std::ptrdiff_t i, std::ptrdiff_t to,
                                         const sweep_call<S>& call) {
    gathering a;
    a.clear();
    for (; i + width <= to; i += width) step::run(scalar, a, p, i, call.stream);
    if (i == to) return a;
    gathering last;
    last.clear();
    if (call.padded) {
      step::run(scalar, last, p, i, false);
      last.cut(static_cast<int>(to - i));
    } else {
      step::run_last(scalar, last, p, i, to - i);
    }
    a.join(last);
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
