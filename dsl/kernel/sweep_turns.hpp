// SPDX-License-Identifier: MIT
/// A sweep in turns with the others of its group, a few lines at a time: what one has read is still in the first cache
/// when the next reads it. A rim is then one vector.
#pragma once
#include <dsl/kernel/sweep_lines.hpp>

namespace regula::dsl {

template <auto Program, class Users, bool Add, int K, class S>
class sweep_turns : sweep_lines<Program, Users, Add, K, S,
                                panels_of<Program, Users, Add>.sweeps[K].is_rim() ? route::along : route::across> {
  static constexpr auto& s = panels_of<Program, Users, Add>.sweeps[K];
  using loops = typename sweep_turns::sweep_lines;
  using loops::width;
  using typename loops::gathering;
  using typename loops::line;
  using typename loops::step;
  using typename loops::vector;

public:
  explicit sweep_turns(const sweep_call<S>& c) : call_(c), steps_(step::steps_of(c)), n_(c.n), stream_(c.stream) {
    step::broadcast(scalar_, c.values);
    step::point(c, 0, at_);
    all_.clear();
  }
  [[gnu::always_inline]] void next(std::ptrdiff_t lines) {
    if constexpr (s.is_rim()) {
      gathering g;
      g.clear();
      step::run(scalar_, g, at_, 0, false);
      if constexpr (s.reduction_count > 0) gather(g, lines);
    } else {
      line p;
      p.go_to(at_);
      const auto steps = steps_;
      const auto n = n_;
      const bool stream = stream_;
      for (std::ptrdiff_t j = 0; j < lines; ++j) {
        step::look_at_rims(p);
        const auto g = loops::stretch(scalar_, p, 0, n, stream, call_);
        if constexpr (s.fold_count > 0) step::put_line(call_, g, j);
        if constexpr (s.reduction_count > 0) gather(g, width);
        step::advance(p, steps);
      }
      step::rewind_rims(p, lines);
      at_.go_to(p);
    }
  }
  void finish() { step::flush(call_, all_); }

private:
  [[gnu::always_inline]] void gather(gathering g, std::ptrdiff_t kept) {
    if (kept < width) g.cut(static_cast<int>(kept));
    all_.join(g);
    if (++since_ % 8 == 0) step::flush(call_, all_);
  }
  const sweep_call<S>& call_;
  const typename step::line_steps steps_;
  const std::ptrdiff_t n_;
  const bool stream_;
  vector scalar_[s.scalar_count + 1];
  line at_;
  gathering all_;
  std::ptrdiff_t since_ = 0;
};

}  // namespace regula::dsl
