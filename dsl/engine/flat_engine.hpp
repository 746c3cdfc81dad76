// SPDX-License-Identifier: MIT
/// A loaded plan that only sweeps over whole tensors, which lie straight in memory: without the walk, for small calls.
#pragma once
#include <dsl/engine/careful_sums.hpp>
#include <dsl/numbers/stream.hpp>
#include <dsl/run/connect.hpp>

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
    const auto& s = plan_.sweeps[k];
    const scratch_scope scope(state_.memory);
    engine_sweep<S> engine(loaded_.sweep_at(k), s, plan_.nodes + s.scalars.first, state_.memory);
    sweep_call<S> c{state_.values, state_.memory.template take<scalar_sum>(s.sums.count), nullptr, nullptr, nullptr};
    c.engine = &engine;
    c.in = state_.memory.template take<endpoint<const S>>(s.loads.count);
    c.out = state_.memory.template take<endpoint<S>>(s.stores.count);
    for (int i = 0; i < s.loads.count; ++i) {
      const auto& x = state_.frame.inputs[state_.p[plan_.loads[s.loads.first + i].node].slot()];
      c.in[i].at = x.data, c.in[i].step = 0;
      c.n = x.size();
    }
    c.stream = s.stores.count > 0 && c.n * static_cast<std::ptrdiff_t>(sizeof(S)) >= stream_from;
    for (int t = 0; t < s.stores.count; ++t) {
      c.out[t].at = output(s, t).data, c.out[t].step = 0;
      c.stream = c.stream && reinterpret_cast<std::uintptr_t>(c.out[t].at) % sizeof(packet_of<S>) == 0;
    }
    c.lines = 1;
    for (int r = 0; r < s.sums.count; ++r) c.sums[r].begin(start_of(plan_.accumulations[s.sums.first + r].what));
    if (const auto* compiled = loaded_.compiled())
      compiled->run(k, c, numbers(k), state_.memory, s.loads.count, s.stores.count);
    else
      engine_sweep<S>::across(c);
    if (c.stream) stream_fence();
    collect_sums(plan_, k, c, state_.values);
    if (!loaded_.sweep_at(k).has_again) return;
    const careful_sums<S> sums(plan_, k, state_.values);
    for (const double scale : {squares_range<S>::shrink, squares_range<S>::grow}) {
      if (!sums.ask_for(scale)) continue;
      sums.begin(c.sums);
      c.scale = scale, c.to_scalars = true;
      engine_sweep<S>::across_again(c);
      sums.replace(c.sums, scale);
    }
  }

private:
  const S* numbers(int k) const {
    const auto& s = plan_.sweeps[k];
    S* const all = state_.memory.template take<S>(s.scalars.count);
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
