// SPDX-License-Identifier: MIT
/// A loaded plan that only sweeps over whole tensors, which lie straight in memory: without the walk, for small calls.
#pragma once
#include <dsl/engine/careful_sums.hpp>
#include <dsl/numbers/stream.hpp>
#include <dsl/run/connect.hpp>
#include <dsl/threads/shares.hpp>

namespace regula::dsl {

template <class S> class flat_engine {
public:
  flat_engine(const loaded_plan<S>& loaded, const run_state<S>& state)
      : loaded_(loaded), plan_(loaded.plan()), state_(state) {}

  /// Whether sweep k can be run: equal tensors in one stretch each.
  bool can_run(int k) const {
    const auto& s = plan_.sweeps[k];
    const view<const S>* first = nullptr;
    for (int i = 0; i < s.loads.count; ++i) {
      const auto& x = state_.frame.inputs[state_.p[plan_.loads[s.loads.first + i].node].slot()];
      if (first == nullptr ? !is_plain(x) : !same_layout(*first, x)) return false;
      first = &x;
    }
    for (int t = 0; t < s.stores.count; ++t)
      if (first == nullptr || !same_layout(*first, output(s, t))) return false;
    return first != nullptr;
  }
  /// Sweep k over whole tensors, with the squares that left their range once more.
  void run(int k) const {
    const auto& group = plan_.groups[plan_.sweeps[k].group];
    const auto n = entries(k);
    const int count = sums_of(plan_, group);
    const scratch_scope scope(state_.memory);
    auto* const sums = state_.memory.template take<scalar_sum>(count);
    begin_sums(plan_, group, sums);
    const auto* const on = state_.frame.on;
    const shares all = on == nullptr ? shares(n) : shares(n, entries_per_flush, *on, plan_.sweeps[k].cost);
    if (all.count() > 1) {
      auto* const parts = state_.memory.template take<scalar_sum>(all.count() * count);
      on->run(all.count(), [&](std::ptrdiff_t i) {
        begin_sums(plan_, group, parts + i * count);
        share(k, all.first(i), all.last(i), parts + i * count, this_thread_workspace());
      });
      for (std::ptrdiff_t i = 0; i < all.count(); ++i) append_share(plan_, group, sums, parts + i * count);
    } else {
      share(k, 0, n, sums, state_.memory);
    }
    collect_sums(plan_, group, sums, state_.values);
    if (loaded_.sweep_at(k).has_again) add_again(k, n, sums);
  }

private:
  std::ptrdiff_t entries(int k) const {
    const auto& s = plan_.sweeps[k];
    return s.loads.count > 0 ? input(s, 0).size() : 0;
  }
  const view<const S>& input(const sweep& s, int i) const {
    return state_.frame.inputs[state_.p[plan_.loads[s.loads.first + i].node].slot()];
  }
  /// Entries [first, last), in memory of a thread's own.
  void share(int k, std::ptrdiff_t first, std::ptrdiff_t last, scalar_sum* sums, workspace& memory) const {
    const scratch_scope scope(memory);
    auto c = call(k, first, last, sums, memory);
    const auto& s = plan_.sweeps[k];
    if (const auto* compiled = loaded_.compiled())
      compiled->run(k, c, numbers(k, memory), memory, s.loads.count, s.stores.count);
    else
      engine_sweep<S>::across(c);
    if (c.stream) stream_fence();
  }
  sweep_call<S> call(int k, std::ptrdiff_t first, std::ptrdiff_t last, scalar_sum* sums, workspace& memory) const {
    const auto& s = plan_.sweeps[k];
    sweep_call<S> c{state_.values, sums, nullptr, nullptr, nullptr};
    c.engine = new (memory.template take<engine_sweep<S>>(1))
        engine_sweep<S>(loaded_.sweep_at(k), s, plan_.nodes + s.scalars.first, memory);
    c.in = memory.template take<endpoint<const S>>(s.loads.count);
    c.out = memory.template take<endpoint<S>>(s.stores.count);
    for (int i = 0; i < s.loads.count; ++i) c.in[i].at = input(s, i).data + first, c.in[i].step = 0;
    c.stream = s.stores.count > 0 && entries(k) * static_cast<std::ptrdiff_t>(sizeof(S)) >= stream_from;
    for (int t = 0; t < s.stores.count; ++t) {
      c.out[t].at = output(s, t).data + first, c.out[t].step = 0;
      c.stream = c.stream && reinterpret_cast<std::uintptr_t>(c.out[t].at) % sizeof(packet_of<S>) == 0;
    }
    c.lines = 1;
    c.n = last - first;
    return c;
  }
  void add_again(int k, std::ptrdiff_t n, scalar_sum* room) const {
    const careful_sums<S> sums(plan_, k, state_.values);
    for (const double scale : {squares_range<S>::shrink, squares_range<S>::grow}) {
      if (!sums.ask_for(scale)) continue;
      const scratch_scope scope(state_.memory);
      auto c = call(k, 0, n, room, state_.memory);
      sums.begin(c.sums);
      c.scale = scale, c.to_scalars = true;
      engine_sweep<S>::across_again(c);
      sums.replace(c.sums, scale);
    }
  }
  const S* numbers(int k, workspace& memory) const {
    const auto& s = plan_.sweeps[k];
    S* const all = memory.template take<S>(s.scalars.count);
    for (int i = 0; i < s.scalars.count; ++i)
      all[i] = loaded_.sweep_at(k).number(i, state_.values[plan_.nodes[s.scalars.first + i]]);
    return all;
  }
  const view<S>& output(const sweep& s, int t) const {
    return state_.frame.outputs[state_.p.outputs[plan_.stores[s.stores.first + t].index].index];
  }
  const loaded_plan<S>& loaded_;
  const plan_view plan_;
  const run_state<S>& state_;
};

}  // namespace regula::dsl
