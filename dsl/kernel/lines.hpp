// SPDX-License-Identifier: MIT
/// A sweep line by line.
#pragma once
#include <dsl/kernel/rims.hpp>
#include <dsl/plan/accumulators.hpp>

namespace regula::dsl {

template <class Recipe, int K, class S, route Route> class lines {
protected:
  using step = dsl::step<Recipe, K, S, Route>;
  using rims = dsl::rims<step, S>;
  static constexpr auto& s = step::s;
  using vector = lanes<S>;
  using gathering = typename step::gathering;
  using line = typename step::line;
  static constexpr std::ptrdiff_t width = vector::size;
  static constexpr int unroll = step::unroll;

  static void map_or_gather(const sweep_call<S>& c, const vector* scalar) {
    if constexpr (s.folds.count == 0 && s.sums.count == 0)
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
      const line near = p;
      for (std::ptrdiff_t i = 0; i < whole; i += unroll * width) {
        step::run(scalar, none, near, i, stream);
        if constexpr (unroll > 1) step::run(scalar, none, near, i + width, stream);
        if constexpr (unroll > 2) step::run(scalar, none, near, i + 2 * width, stream);
        if constexpr (unroll > 2) step::run(scalar, none, near, i + 3 * width, stream);
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
    if constexpr (unroll > 2 && s.stores.count == 0 && s.folds.count > 0)
      if (n <= entries_per_flush / 2)
        for (; l + 2 <= lines; l += 2) {
          pair(c, scalar, p, steps, l, all);
          if constexpr (s.sums.count > 0) {
            since += 2 * n;
            if (since >= entries_per_flush) step::flush(c.sums, all), since = 0;
          }
        }
    for (; l < lines; ++l) {
      step::look_at_rims(p);
      for (std::ptrdiff_t from = 0; from < n; from += entries_per_flush) {
        const auto to = std::min(n, from + entries_per_flush);
        const auto g = stretch(scalar, p, from, to, stream, c);
        if constexpr (s.folds.count > 0) rims::end_line(c, l, g);
        if constexpr (s.sums.count > 0) {
          all.join(g);
          since += to - from;
          if (since >= entries_per_flush) step::flush(c.sums, all), since = 0;
        }
      }
      step::advance(p, steps);
    }
    step::flush(c.sums, all);
  }
  /// Two short lines at a time: the sums of one are gathered while the other's still run. Not where results are stored:
  /// lines a multiple of a page apart would wait for each other's stores.
  template <class Steps>
  [[gnu::always_inline]] static void pair(const sweep_call<S>& c, const vector* scalar, line& p, const Steps& steps,
                                          std::ptrdiff_t l, gathering& all) {
    line q;
    q.go_to(p);
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
    rims::end_line(c, l, a[0]);
    rims::end_line(c, l + 1, b[0]);
    if constexpr (s.sums.count > 0) all.join(a[0]), all.join(b[0]);
    p.go_to(q);
    step::advance(p, steps);
  }
  [[gnu::always_inline]] static gathering stretch(const vector* scalar, const line& p, std::ptrdiff_t i,
                                                  std::ptrdiff_t to, bool stream, const sweep_call<S>& call) {
    gathering a;
    a.clear();
    const line near = p;  // a copy that nothing points to: its pointers stay in registers over the stores
    if constexpr (unroll > 2) {
      gathering b, c, d;
      b.clear(), c.clear(), d.clear();
      for (; i + 4 * width <= to; i += 4 * width) {
        step::run(scalar, a, near, i, stream);
        step::run(scalar, b, near, i + width, stream);
        step::run(scalar, c, near, i + 2 * width, stream);
        step::run(scalar, d, near, i + 3 * width, stream);
      }
      a.join(b), c.join(d), a.join(c);
    } else if constexpr (unroll > 1) {
      gathering b;
      b.clear();
      for (; i + 2 * width <= to; i += 2 * width) {
        step::run(scalar, a, near, i, stream);
        step::run(scalar, b, near, i + width, stream);
      }
      a.join(b);
    }
    if (i < to) {
      const line edge = p;
      a.join(end(scalar, edge, i, to, call));
    }
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
};

}  // namespace regula::dsl
