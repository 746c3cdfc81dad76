// SPDX-License-Identifier: MIT
/// Finds the sweeps of a program with panels, and which of its nodes need memory.
#pragma once
#include <dsl/plan/work.hpp>

namespace regula::dsl {

template <auto Program, class Users, bool Add> class panel_planner : panel_work<Program, Users, Add> {
public:
  static constexpr int N = Program.size, O = Program.output_count;

  constexpr panel_planner() {
    this->choose_direct();
    for (int i = 0; i < N; ++i)
      if (all::is_operation(i))
        for (const int x : all::at(i).operands)
          if (x >= 0 && !all::at(x).scalar() && !all::is_stored(x)) memory_[all::base(x)] = true;
    for (bool again = true; again;) {
      bool memory[N]{}, rim[N]{};
      for (int i = 0; i < N; ++i) memory[i] = memory_[i], rim[i] = rim_[i];
      find_groups();
      for_sweeps([](const sweep<N>&) {});
      again = false;
      for (int i = 0; i < N; ++i) again = again || memory[i] != memory_[i] || rim[i] != rim_[i];
    }
  }
  constexpr int groups() const { return group_count_; }
  constexpr int sweeps() const {
    int count = 0;
    panel_planner{*this}.for_sweeps([&](const sweep<N>&) { ++count; });
    return count;
  }
  template <int C, int G> constexpr auto run() const {
    panel_schedule<N, C, G> s;
    int k = 0;
    for (int g = 0; g < G; ++g) s.groups[g] = groups_[g];
    panel_planner{*this}.for_sweeps([&](const sweep<N>& each) {
      auto& group = s.groups[each.group];
      if (group.sweep_count++ == 0) group.first_sweep = static_cast<std::int16_t>(k);
      s.sweeps[k++] = each;
    });
    for (int i = 0; i < N; ++i) {
      s.in_memory[i] = memory_[i] || (all::is_operation(i) && direct_[i] < 0 && !all::at(i).scalar());
      s.in_rim[i] = rim_[i];
      s.scalar_phase[i] = all::at(i).scalar() ? p_.of[i].phase : std::int16_t{-1};
      s.operation_phase[i] = all::is_operation(i) ? p_.of[i].phase : std::int16_t{-1};
      s.direct[i] = direct_[i];
      s.phases = std::max(s.phases, p_.of[i].phase + 1);
    }
    for (int g = 0; g < G; ++g) s.phases = std::max(s.phases, s.groups[g].phase + 1);
    return s;
  }

private:
  using work = panel_work<Program, Users, Add>;
  using typename work::all;
  using work::direct_;
  using work::find_groups;
  using work::group_count_;
  using work::groups_;
  using work::is_now;
  using work::last_turn;
  using work::memory_;
  using work::p_;
  using work::rim_;
  using work::store_place;
  using work::stores;
  using work::written_to_memory;

  template <class F> constexpr void for_sweeps(F f) {
    sweep<N> s;
    for (int g = 0; g < group_count_; ++g) {
      const int last = last_turn(g);
      for (int turn = 0; turn <= last; ++turn)
        if (fill(s, g, turn, last)) f(s);
    }
  }

  /// Code of one turn; false if there is nothing to do.
  constexpr bool fill(sweep<N>& s, int g, int turn, int last) {
    s = sweep<N>{};
    s.group = static_cast<std::int16_t>(g);
    s.turn = static_cast<std::int16_t>(turn);
    bool needed[N]{};
    const auto& group = groups_[g];
    for (int i = 0; i < N; ++i) {
      if (all::is_reduction(i) && is_now(p_.read[i], g, turn, last)) {
        const auto what = all::at(i).what;
        needed[all::at(i).operands[0]] = true;
        if (p_.of[i].bound()) {
          s.folds[s.fold_count] = static_cast<std::int16_t>(i);
          s.fold_gathers[s.fold_count++] = what;
        } else {
          s.reductions[s.reduction_count] = static_cast<std::int16_t>(i);
          s.gathers[s.reduction_count++] = what;
        }
      }
      const bool elementwise_rim = p_.of[i].bound() && p_.of[i].is_rim() && !all::is_reduction(i);
      if (rim_[i] && elementwise_rim && is_now(p_.of[i], g, turn, last)) store(s, needed, 2 * N + i, i);
      if (written_to_memory(i) && is_now(p_.of[i], g, turn, last)) store(s, needed, N + i, i);
    }
    for (int o = 0; o < O; ++o)
      if (stores(o) && is_now(store_place(o), g, turn, last)) store(s, needed, o, Program.outputs[o].node);

    const bool on_rim = turn % 2 == 1;
    const auto home = on_rim ? rim_domain(group) : group.domain;
    bool loaded[N]{};
    for (int i = N - 1; i >= 0; --i) {
      if (!needed[i] || all::at(i).scalar()) continue;
      loaded[i] = true;
      const auto& own = p_.of[i];
      const bool of_these_rims = own.bound() && own.is_rim() && own.phase == group.phase &&
                                 own.domain == group.domain && own.kept == group.kept;
      if (all::is_stored(i)) continue;
      if (of_these_rims && (!on_rim || all::is_reduction(i) || own.turn < turn)) {
        rim_[i] = true;
      } else if (all::is_view(i)) {
        memory_[all::base(i)] = true;
      } else if (own.bound() && own.is_rim() && !of_these_rims) {
        memory_[i] = true;
      } else if (all::at(i).domain != home) {
        memory_[i] = true;
      } else {
        loaded[i] = false;
        for (const int x : all::at(i).operands)
          if (x >= 0) needed[x] = true;
      }
    }
    emit(s, needed, loaded, group, on_rim);
    return s.fold_count + s.reduction_count + s.store_count > 0;
  }
  constexpr void store(sweep<N>& s, bool* needed, int target, int node) const {
    s.stored[s.store_count] = static_cast<std::int16_t>(node);
    s.stores[s.store_count++] = static_cast<std::int16_t>(target);
    needed[node] = true;
  }
  static constexpr std::int16_t rim_domain(const sweep_group& g) {
    const auto s = Program.shape_at(g.domain).without(all_axes & ~static_cast<unsigned>(g.kept));
    for (int i = 0; i < Program.shape_count; ++i)
      if (Program.shapes[i] == s) return static_cast<std::int16_t>(i);
    return scalar_domain;
  }

  constexpr void emit(sweep<N>& s, const bool* needed, const bool* loaded, const sweep_group& group,
                      bool on_rim) const {
    std::int16_t at[N]{};
    for (int i = 0; i < N; ++i)
      if (needed[i] && all::at(i).scalar()) {
        at[i] = static_cast<std::int16_t>(s.scalar_count);
        s.scalars[s.scalar_count++] = static_cast<std::int16_t>(i);
      }
    const auto add = [&](const instruction& x, int node) {
      s.code[s.code_count] = x;
      s.nodes[s.code_count] = static_cast<std::int16_t>(node);
      s.cost += cost_of(x.what);
      return static_cast<std::int16_t>(s.scalar_count + s.code_count++);
    };
    const auto load = [&](int i, source from) {
      const auto slot = static_cast<std::int16_t>(s.input_count++);
      s.inputs[slot] = static_cast<std::int16_t>(i);
      s.sources[slot] = from;
      return add({from == source::rim && !on_rim ? rim_node : std::int16_t{tensor_node}, slot, {}, 0}, i);
    };
    for (int i = 0; i < N; ++i) {
      const node& n = all::at(i);
      if (!needed[i] || n.scalar()) continue;
      if (loaded[i]) {
        const auto& own = p_.of[i];
        const bool rim = !all::is_stored(i) && own.bound() && own.is_rim() && own.phase == group.phase &&
                         own.domain == group.domain && own.kept == group.kept;
        at[i] = load(i, rim ? source::rim : source::memory);
        continue;
      }
      instruction x{n.what, 0, {}, n.bits};
      for (int k = 0; k < max_operands; ++k)
        if (n.operands[k] >= 0) x.operands[k] = at[n.operands[k]];
      if (n.what == atom_id::kept) {
        x.operands[1] = x.operands[0];
        x.operands[0] = load(i, source::pattern);
      }
      at[i] = add(x, i);
    }
    for (int r = 0; r < s.reduction_count; ++r) s.reduced[r] = at[all::at(s.reductions[r]).operands[0]];
    for (int r = 0; r < s.fold_count; ++r) s.folded[r] = at[all::at(s.folds[r]).operands[0]];
    for (int k = 0; k < s.store_count; ++k) s.stored[k] = at[s.stored[k]];
    s.cost += s.reduction_count + s.fold_count;
  }
};

template <auto Program, class Users, bool Add> inline constexpr panel_planner<Program, Users, Add> panel_planner_of{};
template <auto Program, class Users, bool Add>
inline constexpr auto panels_of = [] {
  constexpr auto& planner = panel_planner_of<Program, Users, Add>;
  return planner.template run<planner.sweeps(), planner.groups()>();
}();

}  // namespace regula::dsl
