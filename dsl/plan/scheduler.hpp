// SPDX-License-Identifier: MIT
/// Makes the plan of a program.
#pragma once
#include <dsl/plan/plan_writer.hpp>
#include <dsl/plan/postpone.hpp>
#include <dsl/plan/workload.hpp>

namespace regula::dsl {

/// Memory for the scheduler, by node; groups: one more than there are nodes and outputs.
struct schedule_room {
  places_room places;
  std::int16_t *memory, *rim, *direct, *needed, *loaded, *registers;
  sweep_group* groups;
};

class scheduler {
  // First: clang instantiates a member template where it is used only if it has read it.
  template <class F> constexpr void for_sweeps(F f) {
    for (int g = 0; g < work_.group_count(); ++g) for_sweeps_of(g, f);
  }
  template <class F> constexpr void for_sweeps_of(int g, F f) {
    const auto last = work_.last_turn(g);
    for (turn now; now <= last; now = now.next())
      if (collect(g, now, last)) f(g, now, last);
  }
  /// Calls see(what the store is, its output or node, the node stored) for the stores of a sweep.
  template <class F> constexpr void for_stores(int g, turn now, turn last, F see) const {
    for (int i = 0; i < p_.size; ++i) {
      if (work_.is_kept_in_rim(i) && work_.is_now(places_.of(i), g, now, last)) see(store_kind::rim, i, i);
      if (work_.is_kept_in_memory(i) && work_.is_now(places_.of(i), g, now, last)) see(store_kind::memory, i, i);
    }
    for (int o = 0; o < p_.output_count; ++o)
      if (work_.is_stored_by_a_sweep(o) && work_.is_now(places_.store_of(o), g, now, last))
        see(store_kind::output, o, p_.outputs[o].node);
  }
  template <class F> constexpr void for_reductions(int g, turn now, turn last, F see) const {
    for (int i = 0; i < p_.size; ++i)
      if (p_.is_reduction(i) && work_.is_now(places_.read(i), g, now, last)) see(i);
  }

public:
  /// adds: results are added to what is in the outputs. All numbers of the room are 0.
  constexpr scheduler(const program_view& program, bool adds, const schedule_room& room)
      : p_(program),
        room_(room),
        places_(p_, room.places),
        needs_{room.memory, room.rim, room.direct},
        work_(p_, places_, needs_, room.groups) {
    places_.find();
    postponement(p_, places_, room.places.earliest, room.needed).run();
    choose_direct(adds);
    for (int i = 0; i < p_.size; ++i)
      if (p_.is_operation(i))
        for (const int x : p_[i].operands)
          if (x >= 0 && !p_[x].scalar() && !p_.is_stored(x)) needs_.memory[p_.base(x)] = 1;
    do {
      changed_ = false;
      work_.find_groups();
      for_sweeps([](int, turn, turn) {});
    } while (changed_);
  }
  scheduler(const scheduler&) = delete;
  scheduler& operator=(const scheduler&) = delete;

  /// The plan's parts, in order; a writer without room counts them.
  constexpr void write(plan_writer& out) {
    int phases = 1;
    for (int i = 0; i < p_.size; ++i) phases = std::max(phases, places_.of(i).phase + 1);
    for (int g = 0; g < work_.group_count(); ++g) phases = std::max(phases, work_.group(g).phase + 1);
    for (int i = 0; i < p_.size; ++i)
      if (needs_.memory[i] != 0 || (p_.is_operation(i) && needs_.direct[i] < 0 && !p_[i].scalar())) out.temporary(i);
    for (int f = 0; f < phases; ++f) {
      phase& now = out.next_phase();
      for (int i = 0; i < p_.size; ++i)
        if (p_.is_operation(i) && places_.of(i).phase == f) out.operation(now, i, needs_.direct[i]);
      for (int i = 0; i < p_.size; ++i)
        if (p_[i].scalar() && places_.of(i).phase == f && !p_.is_operation(i) && !p_.is_reduction(i))
          out.node(now.scalars, i);
      for (int g = 0; g < work_.group_count(); ++g)
        if (work_.group(g).phase == f) write_group(out, now, g);
    }
  }

private:
  /// The last operation may write the output that it is: no other can fail after it.
  constexpr void choose_direct(bool adds) {
    int last = -1;
    for (int i = 0; i < p_.size; ++i) {
      needs_.direct[i] = -1;
      if (p_.is_operation(i) && places_.of(i).phase == places_.last_operation()) last = i;
    }
    for (int o = 0; o < p_.output_count && !adds; ++o)
      if (const auto& out = p_.outputs[o]; out.domain != scalar_domain && out.node == last &&
                                           p_[last].domain == out.domain && needs_.direct[last] < 0 &&
                                           (p_.shape_at(out.domain).present() & ~3u) == 0 && !p_.is_used(last))
        needs_.direct[last] = as_index(o);
  }

  /// Marks the nodes that a sweep computes or loads, and what must be kept for it by others; false if it has nothing to
  /// do.
  constexpr bool collect(int g, turn now, turn last) {
    for (int i = 0; i < p_.size; ++i) room_.needed[i] = room_.loaded[i] = 0;
    bool any = false;
    for_reductions(g, now, last, [&](int i) { any = true, room_.needed[p_[i].operands[0]] = 1; });
    for_stores(g, now, last, [&](store_kind, int, int node) { any = true, room_.needed[node] = 1; });
    const auto& group = work_.group(g);
    const auto home = now.at == side::rim ? rim_domain(group) : group.domain;
    for (int i = p_.size - 1; i >= 0; --i) {
      if (room_.needed[i] == 0 || p_[i].scalar()) continue;
      room_.loaded[i] = 1;
      if (p_.is_stored(i)) continue;
      const bool lies_on_these = work_.is_rim_of(i, group),
                 lies_on_rim = places_.of(i).needs_panels() && places_.of(i).on_rim();
      if (lies_on_these && (now.at == side::entries || p_.is_reduction(i) || places_.of(i).turn < now)) {
        need(needs_.rim[i]);
      } else if (p_.is_view(i)) {
        need(needs_.memory[p_.base(i)]);
      } else if ((lies_on_rim && !lies_on_these) || p_[i].domain != home) {
        need(needs_.memory[i]);
      } else {
        room_.loaded[i] = 0;
        for (const int x : p_[i].operands)
          if (x >= 0) room_.needed[x] = 1;
      }
    }
    return any;
  }
  constexpr void need(std::int16_t& what) {
    changed_ = changed_ || what == 0;
    what = 1;
  }
  constexpr std::int16_t rim_domain(const sweep_group& g) const {
    const auto s = p_.shape_at(g.domain).without(all_axes & ~static_cast<unsigned>(g.apart));
    for (int i = 0; i < p_.shape_count; ++i)
      if (p_.shapes[i] == s) return as_index(i);
    return scalar_domain;
  }

  constexpr void write_group(plan_writer& out, phase& now, int g) {
    auto& group = out.next_group(now, work_.group(g));
    for (int i = 0; i < p_.size; ++i)
      if (work_.is_rim_of(i, group) && (needs_.rim[i] != 0 || p_.is_reduction(i))) out.node(group.rims, i);
    for_sweeps_of(g, [&](int, turn at, turn last) { write_sweep(out, group, g, at, last); });
  }
  /// What `collect` has marked, as code.
  constexpr void write_sweep(plan_writer& out, sweep_group& group, int g, turn now, turn last) {
    auto& s = out.next_sweep(group, now);
    for (int i = 0; i < p_.size; ++i)
      if (room_.needed[i] != 0 && p_[i].scalar()) {
        room_.registers[i] = s.scalars.count;
        out.node(s.scalars, i);
      }
    for (int i = 0; i < p_.size; ++i) {
      const node& n = p_[i];
      if (room_.needed[i] == 0 || n.scalar()) continue;
      if (room_.loaded[i] != 0) {
        const bool rim = !p_.is_stored(i) && work_.is_rim_of(i, group);
        room_.registers[i] = out.load_of(s, i, rim ? source::rim : source::memory);
        continue;
      }
      instruction x{n.what, 0, {}, as_index(i), n.bits};
      for (int k = 0; k < max_operands; ++k)
        if (n.operands[k] >= 0) x.operands[k] = room_.registers[n.operands[k]];
      if (n.what == atom_id::kept) {
        x.operands[1] = x.operands[0];
        x.operands[0] = out.load_of(s, i, source::pattern);
      }
      room_.registers[i] = out.instruct(s, x, cost_of(n.what));
    }
    for (list* const of : {&s.sums, &s.folds})
      for_reductions(g, now, last, [&](int i) {
        if (places_.of(i).needs_panels() == (of == &s.folds))
          out.accumulate(s, *of, {as_index(i), p_[i].what, room_.registers[p_[i].operands[0]]},
                         p_[i].what == atom_id::norm2 ? 2 : 1);
      });
    for_stores(g, now, last, [&](store_kind kind, int index, int node) {
      out.store_in(s, {kind, as_index(index), room_.registers[node], as_index(node)});
    });
  }
  /// An atom of the user's counts as a long one.
  constexpr int cost_of(int what) const { return what < library_atoms::size ? p_.atoms.facts(what).cost : 20; }

  const program_view p_;
  const schedule_room room_;
  places places_;
  needs needs_;
  workload work_;
  bool changed_ = false;
};

}  // namespace regula::dsl
