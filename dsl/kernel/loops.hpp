// SPDX-License-Identifier: MIT
/// The inner loops of a program with panels: one sweep over some lines of entries. Everything around them (which lines,
/// where they lie) is decided at run time, by code that knows no formula.
#pragma once
#include <dsl/kernel/lines.hpp>

namespace regula::dsl {

template <class Recipe, int K, class S, route Route> class loops : protected lines<Recipe, K, S, Route> {
protected:
  using base = lines<Recipe, K, S, Route>;
  using base::s;
  using base::unroll;
  using base::width;
  using typename base::gathering;
  using typename base::line;
  using typename base::rims;
  using typename base::step;
  using typename base::vector;

public:
  static void run(sweep_call<S>& c) {
    vector scalar[s.scalars.count + 1];
    step::broadcast(scalar, c.values);
    if constexpr (Route == route::along && !s.on_rim()) {
      const auto blocked = c.by_blocks ? c.n / block * block : 0;
      if (blocked > 0) blocks(c, scalar, blocked);
      if (blocked == c.n) return;
      if constexpr (s.folds.count > 0)
        along(shifted(c, blocked), scalar);
      else
        base::map_or_gather(shifted(c, blocked), scalar);
    } else {
      base::map_or_gather(c, scalar);
    }
  }

protected:
  /// Vectors of a rim whose sums stay in registers while the lines go by.
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
        for (int k = 0; k < together; ++k) rims::add_vector(c, g[k], i + k * width);
        if constexpr (together > 1) g[0].join(g[1]);
        if constexpr (together > 2) g[2].join(g[3]), g[0].join(g[2]);
        step::flush(c.sums, g[0]);
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

  /// Lines beside each other, four at a time where the code is short: sums along the rim are kept in memory between them.
  static void along(const sweep_call<S>& c, const vector* scalar) {
    constexpr int at_once = s.cost <= 12 ? 4 : 1;
    gathering g;
    g.clear();
    for (std::ptrdiff_t first = 0; first < c.lines; first += lines_per_flush) {
      const auto last = std::min(c.lines, first + lines_per_flush);
      rims::begin(c);
      auto l = first;
      for (; l + at_once <= last; l += at_once) add_lines<at_once>(c, scalar, g, l);
      for (; l < last; ++l) add_lines<1>(c, scalar, g, l);
      rims::end(c);
      step::flush(c.sums, g);
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
      g.load_folds(c, i);
      step::run(scalar, g, p[0], i, c.stream);
      if constexpr (L > 1) {
        gathering b;
        b.clear();
        step::run(scalar, b, p[1], i, c.stream);
        step::run(scalar, g, p[2], i, c.stream);
        step::run(scalar, b, p[3], i, c.stream);
        g.join(b);
      }
      g.store_folds(c, i);
    }
    for (int k = 0; i < c.n && k < L; ++k) {
      gathering tail;
      tail.clear();
      step::run_last(scalar, tail, p[k], i, c.n - i);
      rims::add_tail(c, tail, i, c.n - i);
      g.join(tail);
    }
  }
};

}  // namespace regula::dsl
