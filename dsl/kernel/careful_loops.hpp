// SPDX-License-Identifier: MIT
/// Lines of a sweep once more, for its sums whose squares left the range of their type: those to the rim, or to scalars.
#pragma once
#include <dsl/kernel/careful.hpp>

namespace regula::dsl {

template <class Recipe, int K, class S, route Route> class careful_loops {
  using step = careful_step<Recipe, K, S, Route>;

public:
  static void run(sweep_call<S>& c) {
    typename step::vector scalar[step::s.scalars.count + 1];
    step::broadcast(scalar, c.values);
    typename step::line p;
    for (std::ptrdiff_t l = 0; l < c.lines; ++l) {
      step::point(c, l, p);
      step::look_at_rims(p);
      if (Route == route::along && !c.to_scalars) {
        step::add_along(c, scalar, p);
        continue;
      }
      typename step::line_sums sums;
      step::add_line(sums, scalar, p, c.n, c.scale);
      if (c.to_scalars)
        step::flush(c.sums, sums);
      else
        step::end_line(c, l, sums);
    }
  }
};

}  // namespace regula::dsl
