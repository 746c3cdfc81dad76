// SPDX-License-Identifier: MIT
/// The sweeps of one group, connected to the memory of a call and run.
#pragma once
#include <dsl/kernel/panel_state.hpp>
#include <dsl/kernel/sweep.hpp>
#include <dsl/kernel/sweep_turns.hpp>
#include <dsl/walk/panels.hpp>
#include <tuple>

namespace regula::dsl {

/// Bytes of the lines that sweeps take in one turn: they stay in the first cache, with their results. Longer lines than
/// the second number go alone.
inline constexpr std::ptrdiff_t bytes_in_turn = 16 * 1024, longest_in_turn = 4 * 1024;

template <auto Program, class Users, class S, bool Add> class panel_group {
  static constexpr int N = Program.size;
  static constexpr auto& plan = panels_of<Program, Users, Add>;
  using all = places<Program, Users>;
  using state = panel_state<Program, Users, S>;

public:
  explicit panel_group(state& s) : s_(s) {}

  template <int G> void run() { run_group<G>(std::make_integer_sequence<int, plan.groups[G].sweep_count>{}); }

private:
  template <int G, int... K> void run_group(std::integer_sequence<int, K...>) {
    constexpr auto& group = plan.groups[G];
    const scratch_scope scope(s_.memory);
    rim_buffer<S> rims[N];
    sweep_room<count_of<G>(&sweep<N>::input_count), count_of<G>(&sweep<N>::store_count),
               count_of<G>(&sweep<N>::fold_count), count_of<G>(&sweep<N>::reduction_count)>
        room;
    bound_sweep<S> sweeps[sizeof...(K)] = {bind<group.first_sweep + K>(rims, room)...};
    position extents;
    s_.extents_of(group.domain, extents);
    panel_run<S> panels(extents, static_cast<unsigned>(group.kept), sweeps, sizeof...(K), s_.memory);
    for (int i = 0; i < N; ++i)
      if (plan.in_rim[i] || folds_in(i, group)) rims[i].data = rim_of_ones(panels.rim_size());
    if constexpr (group.kept != 0 && sizeof...(K) > 1)
      panels.offer_turns(&turns<sweep_turns<Program, Users, Add, group.first_sweep + K, S>...>, entries_per_flush);
    panels.run();
    (void)std::initializer_list<int>{0, (collect(plan.sweeps[group.first_sweep + K], sweeps[K]), 0)...};
  }
  /// The sweeps of a group in turns, on as many lines as stay in the first cache.
  template <class... Loops> static void turns(bound_sweep<S>* sweeps, std::ptrdiff_t lines) {
    auto* next = sweeps;
    const auto call_of = [&]<class L>(std::type_identity<L>) -> const sweep_call<S>& { return (next++)->call; };
    const auto bytes = std::max<std::ptrdiff_t>(sweeps->call.n * static_cast<std::ptrdiff_t>(sizeof(S)), 1);
    const auto together =
        bytes > longest_in_turn ? 1 : std::clamp<std::ptrdiff_t>(bytes_in_turn / bytes, 1, lanes<S>::size);
    std::tuple<Loops...> all{call_of(std::type_identity<Loops>())...};
    for (; lines > 0; lines -= together)
      std::apply(
          [n = std::min(together, lines)](auto&... each) __attribute__((always_inline)) { (each.next(n), ...); }, all);
    std::apply([](auto&... each) { (each.finish(), ...); }, all);
  }
  /// What is behind the last entry is computed with, too.
  S* rim_of_ones(std::ptrdiff_t n) {
    S* const rim = s_.memory.template take<S>(n);
    std::fill_n(rim, n, S(1));
    return rim;
  }
  template <int G> static constexpr int count_of(int sweep<N>::*member) {
    int n = 1;
    for (int k = 0; k < plan.groups[G].sweep_count; ++k) n += plan.sweeps[plan.groups[G].first_sweep + k].*member;
    return n;
  }
  /// What the sweeps of a group point to.
  template <int I, int T, int F, int R> struct sweep_room {
    operand<const S> in[I];
    operand<S> out[T];
    rim_buffer<S>*in_rim[I], *out_rim[T], *parts[F];
    double *sums[F], *sums_at[F], starts[F], extremes[R];
    pairwise_total totals[R];
    const S *in_at[I], *in_base[I];
    S *out_at[T], *out_base[T], *parts_at[F];
    std::ptrdiff_t in_step[I], in_panel[I], out_step[T], out_panel[T];
    int inputs = 0, stores = 0, folds = 0, reductions = 0;
  };
  static constexpr bool folds_in(int i, const sweep_group& g) {
    const auto& p = places_of<Program, Users>.of[i];
    return all::is_reduction(i) && p.bound() && p.phase == g.phase;
  }
  void collect(const sweep<N>& s, const bound_sweep<S>& b) {
    for (int r = 0; r < s.reduction_count; ++r)
      s_.values[s.reductions[r]] = s.gathers[r] == atom_id::sum ? b.call.totals[r].result() : b.call.extremes[r];
  }

  template <int K, route Route> using loops = sweep_loops<Program, Users, Add, K, S, Route>;
  template <int K, class Room> bound_sweep<S> bind(rim_buffer<S>* rims, Room& room) {
    constexpr auto& s = plan.sweeps[K];
    constexpr bool both = s.fold_count > 0 || [] {
      for (int i = 0; i < s.input_count; ++i)
        if (s.sources[i] == source::rim) return true;
      return false;
    }();
    bound_sweep<S> b;
    b.along = &loops<K, (both || s.is_rim() ? route::along : route::across)>::sweep;
    b.across = &loops<K, (!both && s.is_rim() ? route::along : route::across)>::sweep;
    if constexpr (!both && !s.is_rim()) b.inside = &loops<K, (s.has_patterns() ? route::inside : route::across)>::sweep;
    b.on_rim = s.is_rim();
    b.sources = s.sources;
    b.inputs = s.input_count, b.outputs = s.store_count, b.folds = s.fold_count;
    b.in = room.in + room.inputs, b.in_rim = room.in_rim + room.inputs, b.in_at = room.in_at + room.inputs;
    b.in_base = room.in_base + room.inputs, b.in_step = room.in_step + room.inputs;
    b.in_panel = room.in_panel + room.inputs;
    b.out = room.out + room.stores, b.out_rim = room.out_rim + room.stores, b.out_at = room.out_at + room.stores;
    b.out_base = room.out_base + room.stores, b.out_step = room.out_step + room.stores;
    b.out_panel = room.out_panel + room.stores;
    b.rim_parts = room.parts + room.folds, b.rim_sums = room.sums + room.folds, b.starts = room.starts + room.folds;
    b.sums_at = room.sums_at + room.folds, b.parts_at = room.parts_at + room.folds;
    b.call = {s_.values,
              room.totals + room.reductions,
              room.extremes + room.reductions,
              b.sums_at,
              b.parts_at,
              b.in_at,
              b.in_step,
              b.out_at,
              b.out_step,
              0,
              0,
              false,
              false,
              false};
    connect(s, b, rims, room.starts + room.folds);
    room.inputs += s.input_count, room.stores += s.store_count;
    room.folds += s.fold_count, room.reductions += s.reduction_count;
    return b;
  }
  void connect(const sweep<N>& s, const bound_sweep<S>& b, rim_buffer<S>* rims, double* starts) {
    for (int i = 0; i < s.input_count; ++i) {
      b.in_rim[i] = s.sources[i] == source::rim ? &rims[s.inputs[i]] : nullptr;
      if (s.sources[i] == source::memory) b.in[i] = s_.operand_of(s.inputs[i]);
      if (s.sources[i] != source::pattern) continue;
      b.in[i].is_pattern = true;
      b.in[i].mask = pattern::from_bits(Program.nodes[s.inputs[i]].bits);
    }
    for (int k = 0; k < s.store_count; ++k) {
      const int target = s.stores[k];
      b.out_rim[k] = target >= 2 * N ? &rims[target - 2 * N] : nullptr;
      if (target < 2 * N)
        set_memory(b.out[k], target >= N ? s_.temporaries[target - N] : s_.frame.outputs[Program.outputs[target].index],
                   all_axes);
    }
    for (int k = 0; k < s.fold_count; ++k) {
      b.rim_parts[k] = &rims[s.folds[k]];
      starts[k] = start_of(s.fold_gathers[k]);
    }
    for (int r = 0; r < s.reduction_count; ++r) {
      b.call.totals[r].clear();
      b.call.extremes[r] = start_of(s.gathers[r]);
    }
  }
  state& s_;
};

}  // namespace regula::dsl
