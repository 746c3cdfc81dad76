// SPDX-License-Identifier: MIT
/// The sweeps of one group of a loaded plan, connected to the memory of a call and run.
#pragma once
#include <dsl/engine/careful_sums.hpp>
#include <dsl/run/connect.hpp>
#include <dsl/walk/panels.hpp>

namespace regula::dsl {

template <class S> class engine_group {
public:
  engine_group(const loaded_plan<S>& loaded, run_state<S>& state)
      : loaded_(loaded), plan_(loaded.plan()), state_(state) {}

  void run(int g) {
    const auto& group = plan_.groups[g];
    const scratch_scope scope(state_.memory);
    auto* const sweeps = connected(group, group.sweeps.count);
    run_panels(group, sweeps, group.sweeps.count);
    for (int k = 0; k < group.sweeps.count; ++k)
      collect_sums(plan_, group.sweeps.first + k, sweeps[k].call, state_.values);
    for (int k = 0; k < group.sweeps.count; ++k) add_again(group, k);
  }

private:
  live_sweep<S>* connected(const sweep_group& group, int count) {
    auto& memory = state_.memory;
    rims_ = memory.template take<rim_buffer<S>>(state_.p.size);
    std::fill_n(rims_, state_.p.size, rim_buffer<S>{});
    auto* const sweeps = memory.template take<live_sweep<S>>(count);
    for (int k = 0; k < count; ++k) sweeps[k] = connected(group.sweeps.first + k);
    return sweeps;
  }
  live_sweep<S> connected(int k) {
    auto& memory = state_.memory;
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
    live.call.in = filled<endpoint<const S>>(s.loads.count), live.call.out = filled<endpoint<S>>(s.stores.count);
    live.call.folds = filled<rim_sum<S>>(s.folds.count),
    live.call.sums = memory.template take<scalar_sum>(s.sums.count);
    live.call.engine = new (memory.template take<engine>(1)) engine(codes, s, plan_.nodes + s.scalars.first, memory);
    aim(plan_, state_, k, live.call, rims_);
    return live;
  }
  template <class T> T* filled(std::ptrdiff_t n) {
    T* const list = state_.memory.template take<T>(n);
    std::fill_n(list, n, T{});
    return list;
  }
  void run_panels(const sweep_group& group, live_sweep<S>* sweeps, int count) {
    position extents;
    state_.extents_of(group.domain, extents);
    panel_run<S> panels(extents, static_cast<unsigned>(group.apart), sweeps, count, state_.memory);
    for (int r = 0; r < group.rims.count; ++r)
      rims_[plan_.nodes[group.rims.first + r]].data = rim_of_ones<S>(state_.memory, panels.rim_size());
    panels.run();
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
      auto* const sweeps = connected(group, k + 1);
      auto& last = sweeps[k];
      last.along = last.along_again, last.across = last.across_again, last.inside = nullptr, last.folds = 0;
      last.outputs = 0;
      last.call.scale = scale, last.call.to_scalars = true;
      run_panels(group, sweeps, k + 1);
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
  rim_buffer<S>* rims_ = nullptr;
};

}  // namespace regula::dsl
