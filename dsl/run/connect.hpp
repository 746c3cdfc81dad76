// SPDX-License-Identifier: MIT
/// The sweeps of a plan connected to the memory of a call: what they read, write and add up.
#pragma once
#include <dsl/plan/plan.hpp>
#include <dsl/run/operate.hpp>
#include <dsl/run/state.hpp>
#include <dsl/run/sums.hpp>
#include <dsl/walk/sweep_call.hpp>

namespace regula::dsl {

/// Sweep k of the plan; rims: by node.
template <class S>
void aim(const plan_view& plan, const run_state<S>& state, int k, const sweep_call<S>& c, rim_buffer<S>* rims) {
  const auto& s = plan.sweeps[k];
  for (int i = 0; i < s.loads.count; ++i) {
    const auto& x = plan.loads[s.loads.first + i];
    if (x.from == source::rim) {
      c.in[i].rim = &rims[x.node];
    } else if (x.from == source::memory) {
      c.in[i].memory = state.operand_of(x.node);
    } else {
      c.in[i].memory.is_pattern = true;
      c.in[i].memory.mask = pattern::from_bits(state.p[x.node].bits);
    }
  }
  for (int t = 0; t < s.stores.count; ++t) {
    const auto& x = plan.stores[s.stores.first + t];
    if (x.kind == store_kind::rim)
      c.out[t].rim = &rims[x.index];
    else
      set_memory(c.out[t].memory,
                 x.kind == store_kind::memory ? state.temporaries[x.index]
                                              : state.frame.outputs[state.p.outputs[x.index].index],
                 all_axes);
  }
  for (int f = 0; f < s.folds.count; ++f) {
    const auto& a = plan.accumulations[s.folds.first + f];
    c.folds[f].rim = &rims[a.node];
    c.folds[f].start = start_of(a.what);
    c.folds[f].root = a.what == atom_id::norm2;
  }
  for (int r = 0; r < s.sums.count; ++r) c.sums[r].begin(start_of(plan.accumulations[s.sums.first + r].what));
}

/// f(accumulation, its number) for the sums of a group, those of its sweeps one after the other.
template <class F> void for_sums(const plan_view& plan, const sweep_group& group, const F& f) {
  int at = 0;
  for (int k = 0; k < group.sweeps.count; ++k) {
    const auto& list = plan.sweeps[group.sweeps.first + k].sums;
    for (int r = 0; r < list.count; ++r) f(plan.accumulations[list.first + r], at++);
  }
}
inline int sums_of(const plan_view& plan, const sweep_group& group) {
  int n = 0;
  for_sums(plan, group, [&](const accumulation&, int) { ++n; });
  return n;
}
inline void begin_sums(const plan_view& plan, const sweep_group& group, scalar_sum* sums) {
  for_sums(plan, group, [&](const accumulation& a, int r) { sums[r].begin(start_of(a.what)); });
}
/// What a part of the group has summed up, as one more block.
inline void add_part(const plan_view& plan, const sweep_group& group, scalar_sum* to, const scalar_sum* part) {
  for_sums(plan, group, [&](const accumulation& a, int r) {
    with_reduction(a.what,
                   [&](auto what) { add<what>(to[r], adds_up(what) ? part[r].total.result() : part[r].extreme); });
  });
}
/// What a share of the entries has summed up, behind those before it.
inline void append_share(const plan_view& plan, const sweep_group& group, scalar_sum* to, const scalar_sum* share) {
  for_sums(plan, group, [&](const accumulation& a, int r) {
    with_reduction(a.what, [&](auto what) { append<what>(to[r], share[r]); });
  });
}
/// The sums of a group, by node.
inline void collect_sums(const plan_view& plan, const sweep_group& group, const scalar_sum* sums, double* values) {
  for_sums(plan, group, [&](const accumulation& a, int r) {
    const auto& found = sums[r];
    values[a.node] = !adds_up(a.what)           ? found.extreme
                     : a.what == atom_id::norm2 ? std::sqrt(found.total.result())
                                                : found.total.result();
  });
}

/// What is behind the last entry is computed with, too.
template <class S> S* rim_of_ones(workspace& memory, std::ptrdiff_t n) {
  S* const rim = memory.take<S>(n);
  std::fill_n(rim, n, S(1));
  return rim;
}

}  // namespace regula::dsl
