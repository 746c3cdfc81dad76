// SPDX-License-Identifier: MIT
/// A group of sweeps, run in its parts: one after the other or at once, with the same sums.
#pragma once
#include <dsl/run/connect.hpp>
#include <dsl/walk/panels.hpp>

namespace regula::dsl {

/// make(memory, with): calls with(panels, sums), of the group connected in this memory, the sums those of its sweeps one
/// after the other. Shared: where the call may have brought a crew.
template <bool Shared, class S, class Make>
void run_parts(const plan_view& plan, const sweep_group& group, const run_state<S>& s, const Make& make) {
  make(s.memory, [&](panel_run<S>& panels, scalar_sum* sums) {
    const auto parts = panels.parts();
    if (parts < 2) {
      panels.run_all();
      return collect_sums(plan, group, sums, s.values);
    }
    const auto count = sums_of(plan, group);
    auto* const all = s.memory.template take<scalar_sum>(count);
    begin_sums(plan, group, all);
    if constexpr (Shared)
      if (s.frame.on != nullptr && s.frame.on->threads() > 1) {
        auto* const found = s.memory.template take<scalar_sum>(parts * count);
        s.frame.on->run(parts, [&](std::ptrdiff_t p) {
          auto& memory = this_thread_workspace();
          const scratch_scope scope(memory);
          make(memory, [&](panel_run<S>& own, const scalar_sum* mine) {
            own.run(p);
            std::copy_n(mine, count, found + p * count);
          });
        });
        for (std::ptrdiff_t p = 0; p < parts; ++p) add_part(plan, group, all, found + p * count);
        return collect_sums(plan, group, all, s.values);
      }
    for (std::ptrdiff_t p = 0; p < parts; ++p) {
      begin_sums(plan, group, sums);
      panels.run(p);
      add_part(plan, group, all, sums);
    }
    collect_sums(plan, group, all, s.values);
  });
}

}  // namespace regula::dsl
