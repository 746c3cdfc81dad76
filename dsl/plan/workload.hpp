// SPDX-License-Identifier: MIT
/// What the sweeps of a program have to do, and in which group of sweeps each piece of it belongs.
#pragma once
#include <dsl/plan/places.hpp>
#include <dsl/plan/plan.hpp>

namespace regula::dsl {

/// By node: whether it needs memory, or a buffer along the rim, beside its registers; which output it is computed into
/// by its own operation, or -1.
struct needs {
  std::int16_t *memory, *rim, *direct;
};

class workload {
  // First: clang instantiates a member template where it is used only if it has read it.
  template <class F> constexpr void for_all(F f) const {
    for (int i = 0; i < p_.size; ++i) {
      if (p_.is_reduction(i)) f(places_.read(i));
      if (is_kept_in_memory(i)) f(places_.of(i));
    }
    for (int o = 0; o < p_.output_count; ++o)
      if (is_stored_by_a_sweep(o)) f(places_.store_of(o));
  }

public:
  /// groups: room for one more than there are nodes and outputs.
  constexpr workload(const program_view& program, const places& found, const needs& known, sweep_group* groups)
      : p_(program), places_(found), needs_(known), groups_(groups) {}

  /// Groups for all that is to be done: first for what needs panels of one kind, then for what any panels will do for.
  constexpr void find_groups() {
    count_ = 0;
    for_all([&](const place& at) {
      if (at.needs_panels() && group_of(at) < 0) add_group(at, at.apart);
    });
    for_all([&](const place& at) {
      if (group_of(at) < 0) add_group(at, 0);
    });
  }
  constexpr int group_count() const { return count_; }
  constexpr const sweep_group& group(int g) const { return groups_[g]; }
  constexpr turn last_turn(int g) const {
    turn last;
    for_all([&](const place& at) {
      if (at.needs_panels() && group_of(at) == g) last = std::max(last, at.turn);
    });
    return last;
  }
  /// Work that fits any panels is done in the last sweep over the entries.
  constexpr bool is_now(const place& at, int g, turn now, turn last) const {
    return group_of(at) == g && (at.needs_panels() ? at.turn == now : now == last.of_entries());
  }
  /// Whether i lies along the rims of a group.
  constexpr bool is_rim_of(int i, const sweep_group& g) const {
    const auto& at = places_.of(i);
    return at.needs_panels() && at.on_rim() && at.same_panels({g.phase, {}, g.domain, g.apart});
  }
  /// Whether sweeps store i for others.
  constexpr bool is_kept_in_memory(int i) const { return needs_.memory[i] != 0 && !p_.is_stored(i); }
  constexpr bool is_kept_in_rim(int i) const {
    const auto& at = places_.of(i);
    return needs_.rim[i] != 0 && at.needs_panels() && at.on_rim() && !p_.is_reduction(i);
  }
  constexpr bool is_stored_by_a_sweep(int o) const {
    return p_.outputs[o].domain != scalar_domain && needs_.direct[p_.outputs[o].node] != o;
  }

private:
  constexpr void add_group(const place& at, std::int16_t apart) {
    groups_[count_++] = {at.phase, at.domain, apart, {}, {}};
  }
  constexpr int group_of(const place& at) const {
    for (int g = 0; g < count_; ++g)
      if (groups_[g].phase == at.phase && groups_[g].domain == at.domain &&
          (!at.needs_panels() || groups_[g].apart == at.apart))
        return g;
    return -1;
  }

  const program_view& p_;
  const places& places_;
  const needs& needs_;
  sweep_group* groups_;
  int count_ = 0;
};

}  // namespace regula::dsl
