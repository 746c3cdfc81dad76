// SPDX-License-Identifier: MIT
/// Lines of a sweep once more, for its sums whose squares left the range of their type: those to the rim, or to scalars.
#pragma once
#include <dsl/kernel/careful.hpp>

namespace regula::dsl {

template <class Recipe, int K, class S, route Route> class careful_loops {
  using step = careful_step<Recipe, K, S, Route>;

public:
  /// The rim has an entry for each line, or lies along the lines.
  static void across(sweep_call<S>& c) { run<false>(c); }
  static void along(sweep_call<S>& c) { run<true>(c); }

private:
  template <bool Along> static void run(sweep_call<S>& c) {
    typename step::vector scalar[step::s.scalars.count + 1];
    step::broadcast(scalar, c.values);
    if constexpr (step::any_sum)
      if (c.to_scalars) {
        for (std::ptrdiff_t l = 0; l < c.lines; ++l) step::flush(c.sums, sums_of_line(c, scalar, l));
        return;
      }
    if constexpr (!step::any_fold) return;
    if constexpr (Along) {
      for (std::ptrdiff_t i = 0; i < c.n; i += step::entries_at_once)
        if (const auto n = std::min(step::entries_at_once, c.n - i); step::is_due(c, i, n))
          step::add_along(c, scalar, i, n);
    } else {
      for (std::ptrdiff_t l = 0; l < c.lines; ++l)
        if (step::is_due(c, l, 1)) step::end_line(c, l, sums_of_line(c, scalar, l));
    }
  }
  static typename step::line_sums sums_of_line(sweep_call<S>& c, const typename step::vector* scalar,
                                               std::ptrdiff_t l) {
    typename step::line p;
    step::point(c, l, p);
    step::look_at_rims(p);
    typename step::line_sums sums;
    step::add_line(sums, scalar, p, c.n, c.scale);
    return sums;
  }
};

}  // namespace regula::dsl
