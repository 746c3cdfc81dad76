// SPDX-License-Identifier: MIT
/// The sweeps of one group, connected to the memory of a call and run.
#pragma once
#include <dsl/kernel/careful_loops.hpp>
#include <dsl/kernel/loops.hpp>
#include <dsl/kernel/state.hpp>
#include <dsl/kernel/turns.hpp>
#include <dsl/run/run_parts.hpp>
#include <tuple>

namespace regula::dsl {

/// Bytes of the lines that sweeps take in one turn: they stay in the first cache, with their results. Longer lines than
/// the second number go alone.
inline constexpr std::ptrdiff_t bytes_in_turn = 16 * 1024, longest_in_turn = 4 * 1024;

/// Shared: for calls that bring a crew.
template <class Recipe, class S, bool Shared = false> class panel_group {
  static constexpr auto& program = Recipe::program;
  static constexpr auto& plan = Recipe::plan;
  static constexpr plan_view view = plan.view();
  using state = panel_state<Recipe, S>;

public:
  explicit panel_group(state& s) : s_(s) {}

  template <int G> void run() {
    constexpr auto& group = plan.groups[G];
    run_group<G>(upto<group.sweeps.count>{});
  }

private:
  template <int G, int... K> void run_group(std::integer_sequence<int, K...>) {
    constexpr auto& group = plan.groups[G];
    constexpr int first = group.sweeps.first;
    const scratch_scope scope(s_.memory);
    using live = live_group<G, sizeof...(K)>;
    if constexpr (group.apart != 0 && sizeof...(K) > 1) {
      constexpr auto in_turns = &turns<sweep_in_turns<Recipe, first + K, S>...>;
      run_parts<Shared>(view, group, s_, [&](workspace& memory, auto with) { live(s_, memory, in_turns).give(with); });
    } else {
      run_parts<Shared>(view, group, s_, [&](workspace& memory, auto with) { live(s_, memory, nullptr).give(with); });
    }
    in_order({(add_again<G, K>(upto<K + 1>{}), 0)...});
  }
  template <int K> using careful = careful_step<Recipe, K, S, route::across>;
  /// The scalars of sweep K of a group whose squares left the range of S: the group up to this sweep, which stores nothing
  /// now. What others store they store once more; where results are added to outputs that cannot be.
  template <int G, int K, int... J> void add_again(std::integer_sequence<int, J...> up_to_it) {
    constexpr int first = plan.groups[G].sweeps.first;
    if constexpr (careful<first + K>::any_sum &&
                  !(Recipe::adds && (false || ... || (J < K && stores_outputs<first + J>()))))
      for (const double scale : {squares_range<S>::shrink, squares_range<S>::grow})
        if (careful<first + K>::is_due(s_.values, scale)) add_again<G, first + K>(scale, up_to_it);
  }
  template <int K> static constexpr bool stores_outputs() {
    for (int t = 0; t < plan.sweeps[K].stores.count; ++t)
      if (sweep_of<Recipe, K>::to(t).kind == store_kind::output) return true;
    return false;
  }
  template <int G, int K, int... J> [[gnu::noinline]] void add_again(double scale, std::integer_sequence<int, J...>) {
    const scratch_scope scope(s_.memory);
    live_group<G, sizeof...(J)> group(s_, s_.memory, nullptr);
    auto& last = group.sweeps[sizeof...(J) - 1];
    last.along = last.along_again, last.across = last.across_again, last.inside = nullptr, last.folds = 0;
    last.call.scale = scale, last.call.to_scalars = true;
    group.panels.run_all();
    careful<K>::replace(s_.values, last.call.sums, scale);
  }
  using turns_code = void (*)(live_sweep<S>*, std::ptrdiff_t);
  /// The sweeps of a group in turns, on as many lines as stay in the first cache.
  template <class... Loops> static void turns(live_sweep<S>* sweeps, std::ptrdiff_t lines) {
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
  /// What the sweeps of a group read and write, and what they sum up.
  template <int G> struct ends {
    static constexpr int count_of(list sweep::*part) {
      int n = 1;
      for (int k = 0; k < plan.groups[G].sweeps.count; ++k)
        n += (plan.sweeps[plan.groups[G].sweeps.first + k].*part).count;
      return n;
    }
    endpoint<const S> in[count_of(&sweep::loads)];
    endpoint<S> out[count_of(&sweep::stores)];
    rim_sum<S> folds[count_of(&sweep::folds)];
    scalar_sum sums[count_of(&sweep::sums)];
    int inputs = 0, outputs = 0, fold_count = 0, sum_count = 0;
  };
  template <int K, route Route> using code = loops<Recipe, K, S, Route>;
  template <int K, class Ends> static live_sweep<S> connect(const state& s, rim_buffer<S>* rims, Ends& room) {
    using parts = sweep_of<Recipe, K>;
    constexpr auto& sweep = plan.sweeps[K];
    constexpr bool both = parts::has_rims();
    live_sweep<S> live;
    live.along = &code<K, (both || sweep.on_rim() ? route::along : route::across)>::run;
    live.across = &code<K, (!both && sweep.on_rim() ? route::along : route::across)>::run;
    if constexpr (!both && !sweep.on_rim())
      live.inside = &code<K, (parts::has_patterns() ? route::inside : route::across)>::run;
    if constexpr (careful<K>::any_fold || careful<K>::any_sum) {
      constexpr auto way = parts::reads_rims() ? route::along : route::across;
      live.along_again = &careful_loops<Recipe, K, S, way>::along;
      live.across_again = &careful_loops<Recipe, K, S, route::across>::across;
    }
    live.on_rim = sweep.on_rim();
    live.inputs = sweep.loads.count, live.outputs = sweep.stores.count, live.folds = sweep.folds.count;
    live.call.values = s.values;
    live.call.in = room.in + room.inputs, live.call.out = room.out + room.outputs;
    live.call.folds = room.folds + room.fold_count, live.call.sums = room.sums + room.sum_count;
    room.inputs += sweep.loads.count, room.outputs += sweep.stores.count;
    room.fold_count += sweep.folds.count, room.sum_count += sweep.sums.count;
    aim(view, s, K, live.call, rims);
    return live;
  }
  /// The first sweeps of a group in memory of a thread's own.
  template <int G, int Count> struct live_group {
    rim_buffer<S> rims[program.size];
    ends<G> room;
    live_sweep<S> sweeps[Count];
    panel_run<S> panels;

    live_group(const state& s, workspace& memory, turns_code in_turns)
        : live_group(s, memory, in_turns, upto<Count>{}) {}
    template <class F> void give(F with) { with(panels, room.sums); }

  private:
    template <int... K>
    live_group(const state& s, workspace& memory, turns_code in_turns, std::integer_sequence<int, K...>)
        : sweeps{connect<plan.groups[G].sweeps.first + K>(s, rims, room)...},
          panels(s.extents_of(plan.groups[G].domain), static_cast<unsigned>(plan.groups[G].apart), sweeps, Count,
                 memory) {
      for (int r = 0; r < plan.groups[G].rims.count; ++r)
        rims[plan.nodes[plan.groups[G].rims.first + r]].data = rim_of_ones<S>(memory, panels.rim_size());
      panels.offer_turns(in_turns, entries_per_flush);
    }
  };
  state& s_;
};

}  // namespace regula::dsl
