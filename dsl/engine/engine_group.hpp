// SPDX-License-Identifier: MIT
/// The sweeps of one group of a loaded plan, connected to the memory of a call and run.
#pragma once
#include <dsl/engine/careful_sums.hpp>
#include <dsl/run/run_parts.hpp>
#include <optional>

namespace regula::dsl {

template <class S> class engine_group {
public:
  engine_group(const loaded_plan<S>& loaded, run_state<S>& state)
      : loaded_(loaded), plan_(loaded.plan()), state_(state) {}

  void run(int g) {
    const auto& group = plan_.groups[g];
    const scratch_scope scope(state_.memory);
    run_parts<true>(plan_, group, state_, [&](workspace& memory, auto with) {
      live_group live(*this, group, group.sweeps.count, memory);
      with(*live.panels, live.sums);
    });
    for (int k = 0; k < group.sweeps.count; ++k) add_again(group, k);
  }

private:
  /// The first sweeps of a group in memory of a thread's own.
  struct live_group {
    rim_buffer<S>* rims;
    scalar_sum* sums;
    live_sweep<S>* sweeps;
    std::optional<panel_run<S>> panels;

    live_group(const engine_group& all, const sweep_group& group, int count, workspace& memory)
        : rims(filled<rim_buffer<S>>(memory, all.state_.p.size)),
          sums(memory.template take<scalar_sum>(sums_of(all.plan_, group))),
          sweeps(memory.template take<live_sweep<S>>(count)) {
      auto* next = sums;
      for (int k = 0; k < count; ++k) {
        sweeps[k] = all.connected(group.sweeps.first + k, rims, next, memory);
        next += all.plan_.sweeps[group.sweeps.first + k].sums.count;
      }
      panels.emplace(all.state_.extents_of(group.domain), static_cast<unsigned>(group.apart), sweeps, count, memory);
      for (int r = 0; r < group.rims.count; ++r)
        rims[all.plan_.nodes[group.rims.first + r]].data = rim_of_ones<S>(memory, panels->rim_size());
    }
  };
  live_sweep<S> connected(int k, rim_buffer<S>* rims, scalar_sum* sums, workspace& memory) const {
    const auto& s = plan_.sweeps[k];
    const auto& codes = loaded_.sweep_at(k);
    using engine = engine_sweep<S>;
    live_sweep<S> live{};
    live.along = codes.has_rims || s.on_rim() ? &engine::along : &engine::across;
    live.across = !codes.has_rims && s.on_rim() ? &engine::along : &engine::across;
    if (codes.has_inside) live.inside = &engine::inside;
    if (codes.has_again) live.along_again = codes.has_rims ? &engine::along_again : &engine::across_again;
    if (codes.has_again) live.across_again = &engine::across_again;
    live.on_rim = s.on_rim();
    live.inputs = s.loads.count, live.outputs = s.stores.count, live.folds = s.folds.count;
    live.call.values = state_.values;
    live.call.in = filled<endpoint<const S>>(memory, s.loads.count);
    live.call.out = filled<endpoint<S>>(memory, s.stores.count);
    live.call.folds = filled<rim_sum<S>>(memory, s.folds.count);
    live.call.sums = sums;
    live.call.engine = new (memory.template take<engine>(1)) engine(codes, s, plan_.nodes + s.scalars.first, memory);
    aim(plan_, state_, k, live.call, rims);
    return live;
  }
  template <class T> static T* filled(workspace& memory, std::ptrdiff_t n) {
    T* const list = memory.template take<T>(n);
    std::fill_n(list, n, T{});
    return list;
  }
  /// The scalars of sweep k of a group whose squares left the range of S: the group up to this sweep, which stores nothing
  /// now. What others store they store once more; where results are added to outputs that cannot be.
  void add_again(const sweep_group& group, int k) {
    const int sweep = group.sweeps.first + k;
    if (!loaded_.sums_squares(sweep)) return;
    for (int j = 0; loaded_.adds() && j < k; ++j)
      if (stores_outputs(group.sweeps.first + j)) return;
    const careful_sums<S> sums(plan_, sweep, state_.values);
    for (const double scale : {squares_range<S>::shrink, squares_range<S>::grow}) {
      if (!sums.ask_for(scale)) continue;
      const scratch_scope scope(state_.memory);
      live_group live(*this, group, k + 1, state_.memory);
      auto& last = live.sweeps[k];
      last.along = last.along_again, last.across = last.across_again, last.inside = nullptr, last.folds = 0;
      last.outputs = 0;
      last.call.scale = scale, last.call.to_scalars = true;
      live.panels->run_all();
      sums.replace(last.call.sums, scale);
    }
  }
  bool stores_outputs(int k) const {
    const auto& s = plan_.sweeps[k];
    for (int t = 0; t < s.stores.count; ++t)
      if (plan_.stores[s.stores.first + t].kind == store_kind::output) return true;
    return false;
  }
  const loaded_plan<S>& loaded_;
  const plan_view plan_;
  run_state<S>& state_;
};

}  // namespace regula::dsl
