// SPDX-License-Identifier: MIT
/// What the sweeps of a program with panels have to do, and in which group of sweeps each piece of it belongs.
#pragma once
#include <dsl/plan/sweeps.hpp>

namespace regula::dsl {

template <auto Program, class Users, bool Add> class panel_work {
protected:
  static constexpr int N = Program.size, O = Program.output_count;
  using all = places<Program, Users>;

  /// The last operation may write the output that it is: no other can fail after it.
  constexpr void choose_direct() {
    int last = -1;
    for (int i = 0; i < N; ++i) {
      direct_[i] = -1;
      if (all::is_operation(i) && p_.of[i].phase == p_.last_operation) last = i;
    }
    for (int o = 0; o < O && !Add; ++o)
      if (const auto& out = Program.outputs[o]; out.domain != scalar_domain && out.node == last &&
                                                all::at(last).domain == out.domain && direct_[last] < 0 &&
                                                is_matrix(out.domain) && unused(last))
        direct_[last] = static_cast<std::int16_t>(o);
  }
  static constexpr bool is_matrix(std::int16_t domain) { return (Program.shape_at(domain).present() & ~3u) == 0; }
  static constexpr bool unused(int i) {
    for (const auto& n : Program.nodes)
      for (const int x : n.operands)
        if (x == i) return false;
    return true;
  }

  /// Where output o is stored.
  constexpr place store_place(int o) const {
    const auto& out = Program.outputs[o];
    const int n = out.node;
    place p = all::at(n).scalar() ? place{p_.of[n].phase, 0, out.domain, -1} : p_.seen_from(n, out.domain);
    if (p.phase < p_.last_operation) p = {p_.last_operation, 0, out.domain, -1};
    return p;
  }
  constexpr bool stores(int o) const {
    return Program.outputs[o].domain != scalar_domain && direct_[Program.outputs[o].node] != o;
  }
  /// Where a temporary is stored.
  constexpr bool written_to_memory(int i) const { return memory_[i] && !all::is_stored(i); }

  template <class F> constexpr void for_work(F f) const {
    for (int i = 0; i < N; ++i) {
      if (all::is_reduction(i)) f(p_.read[i]);
      if (written_to_memory(i)) f(p_.of[i]);
    }
    for (int o = 0; o < O; ++o)
      if (stores(o)) f(store_place(o));
  }
  constexpr void find_groups() {
    group_count_ = 0;
    for_work([&](const place& p) {
      if (p.bound() && group_of(p) < 0) add_group(p.phase, p.domain, p.kept);
    });
    for_work([&](const place& p) {
      if (group_of(p) < 0) add_group(p.phase, p.domain, 0);
    });
  }
  constexpr void add_group(std::int16_t phase, std::int16_t domain, std::int16_t kept) {
    groups_[group_count_++] = {phase, domain, kept, 0, 0};
  }
  constexpr int group_of(const place& p) const {
    for (int g = 0; g < group_count_; ++g)
      if (groups_[g].phase == p.phase && groups_[g].domain == p.domain && (!p.bound() || groups_[g].kept == p.kept))
        return g;
    return -1;
  }
  constexpr bool belongs(const place& p, int g) const { return group_of(p) == g; }
  constexpr int last_turn(int g) const {
    int turn = 0;
    for_work([&](const place& p) {
      if (p.bound() && belongs(p, g)) turn = std::max<int>(turn, p.turn);
    });
    return turn;
  }
  /// Work that fits any panels is done in the last sweep over the entries.
  constexpr bool is_now(const place& p, int g, int turn, int last) const {
    return belongs(p, g) && (p.bound() ? p.turn == turn : turn == last - last % 2);
  }

  const all& p_ = places_of<Program, Users>;
  sweep_group groups_[N + 1]{};
  int group_count_ = 0;
  std::int16_t direct_[N]{};
  bool memory_[N]{}, rim_[N]{};
};

}  // namespace regula::dsl
