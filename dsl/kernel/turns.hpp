// SPDX-License-Identifier: MIT
/// A sweep in turns with the others of its group, a few lines at a time: what one has read is still in the first cache
/// when the next reads it. A rim is then one vector.
#pragma once
#include <dsl/kernel/careful.hpp>
#include <dsl/kernel/lines.hpp>

namespace regula::dsl {

template <class Recipe, int K, class S>
class sweep_in_turns : lines<Recipe, K, S, Recipe::plan.sweeps[K].on_rim() ? route::along : route::across> {
  static constexpr auto& s = Recipe::plan.sweeps[K];
  using loops = typename sweep_in_turns::lines;
  using loops::width;
  using typename loops::gathering;
  using typename loops::line;
  using typename loops::rims;
  using typename loops::step;
  using typename loops::vector;
  using careful = careful_step<Recipe, K, S, route::across>;

public:
  explicit sweep_in_turns(const sweep_call<S>& c) : call_(c), steps_(step::steps_of(c)), n_(c.n), stream_(c.stream) {
    step::broadcast(scalar_, c.values);
    step::point(c, 0, at_);
    all_.clear();
  }
  [[gnu::always_inline]] void next(std::ptrdiff_t count) {
    if constexpr (s.on_rim()) {
      gathering g;
      g.clear();
      step::run(scalar_, g, at_, 0, false);
      if constexpr (s.sums.count > 0) gather(g, count);
    } else {
      line p;
      p.go_to(at_);
      const auto steps = steps_;
      const auto n = n_;
      const bool stream = stream_;
      for (std::ptrdiff_t j = 0; j < count; ++j) {
        step::look_at_rims(p);
        const auto g = loops::stretch(scalar_, p, 0, n, stream, call_);
        if constexpr (s.folds.count > 0) {
          rims::put_line(call_, g, j);
          if constexpr (careful::any_fold)
            if (careful::is_due(g)) put_again(p, g, j);
        }
        if constexpr (s.sums.count > 0) gather(g, width);
        step::advance(p, steps);
      }
      step::rewind_rims(p, count);
      at_.go_to(p);
    }
  }
  void finish() { step::flush(call_.sums, all_); }

private:
  [[gnu::always_inline]] void gather(gathering g, std::ptrdiff_t kept) {
    if (kept < width) g.cut(static_cast<int>(kept));
    all_.join(g);
    if (++since_ % 8 == 0) step::flush(call_.sums, all_);
  }
  /// Copies: what a function is called with is no longer in registers.
  [[gnu::always_inline]] void put_again(const line& p, const gathering& g, std::ptrdiff_t j) {
    const line at = p;
    const gathering found = g;
    careful::put_line(call_, scalar_, at, found, j);
  }
  const sweep_call<S>& call_;
  const typename step::line_steps steps_;
  const std::ptrdiff_t n_;
  const bool stream_;
  vector scalar_[s.scalars.count + 1];
  line at_;
  gathering all_;
  std::ptrdiff_t since_ = 0;
};

}  // namespace regula::dsl
