// SPDX-License-Identifier: MIT
/// The places of all nodes of a program, each as early as its operands allow.
#pragma once
#include <dsl/plan/place.hpp>
#include <dsl/plan/program.hpp>

namespace regula::dsl {

/// By node, in memory of the caller's.
struct places_room {
  place *of, *read;
  std::int16_t* earliest;
};

class places {
public:
  /// earliest[i]: the first phase in which reduction i may read.
  constexpr places(const program_view& program, const places_room& room)
      : p_(program), of_(room.of), read_(room.read), earliest_(room.earliest) {}

  /// Where node i is known.
  constexpr const place& of(int i) const { return of_[i]; }
  /// Where reduction i reads its operand.
  constexpr const place& read(int i) const { return read_[i]; }
  constexpr int last_operation() const { return last_operation_; }

  constexpr void find() {
    last_operation_ = 0;
    for (int i = 0; i < p_.size; ++i) {
      const node& n = p_[i];
      of_[i] = {};
      if (n.what < 0) {
        of_[i].domain = n.domain;
      } else if (p_.is_view(i)) {
        of_[i] = stored(i);
      } else if (p_.is_operation(i)) {
        for (const int x : n.operands)
          if (x >= 0) of_[i].phase = std::max(of_[i].phase, stored(x).phase);
        of_[i].domain = n.domain;
        last_operation_ = std::max(last_operation_, of_[i].phase);
      } else if (p_.is_reduction(i)) {
        reduction(i, n.operands[0]);
      } else if (n.scalar()) {
        for (const int x : n.operands)
          if (x >= 0) of_[i].phase = std::max(of_[i].phase, of_[x].phase);
      } else {
        entries(i);
      }
    }
  }

  /// Where x can be read from memory.
  constexpr place stored(int x) const {
    const int b = p_.base(x);
    place at{of_[b].phase, {}, p_[x].domain, -1};
    if (!p_[b].scalar() && !p_.is_stored(x)) ++at.phase;
    return at;
  }
  /// Where x can be used in the work on entries of `domain`.
  constexpr place seen_from(int x, std::int16_t domain) const {
    if (p_[x].scalar()) return {of_[x].phase, {}, domain, -1};
    if (p_[x].domain == domain) return of_[x];
    auto at = of_[x];
    if (at.on_rim() && at.domain == domain) {
      at.turn = at.turn.next();
      return at;
    }
    at = stored(x);
    at.domain = domain;
    return at;
  }
  /// Where output o is stored: after the last operation, so that none can fail once something is written.
  constexpr place store_of(int o) const {
    const auto& out = p_.outputs[o];
    const auto at = seen_from(out.node, out.domain);
    return at.phase < last_operation_ ? place{last_operation_, {}, out.domain, -1} : at;
  }

private:
  constexpr void reduction(int i, int x) {
    const auto gathered = p_[i].bits == 0 ? all_axes : static_cast<unsigned>(p_[i].bits);
    const auto apart = as_index(p_.shape_at(p_[x].domain).present() & ~gathered);
    auto at = of_[x];
    if (apart == 0) {
      at.phase = std::max(at.phase, earliest_[i]);
      read_[i] = at;
      of_[i].phase = as_index(at.phase + 1);
      return;
    }
    if (at.needs_panels() && (at.on_rim() || at.apart != apart)) {
      at = stored(x);
      at.phase = std::max(at.phase, as_index(of_[x].phase + 1));
    }
    at.domain = p_[x].domain;
    at.apart = apart;
    read_[i] = at;
    at.turn = at.turn.next();
    of_[i] = at;
  }
  constexpr void entries(int i) {
    const node& n = p_[i];
    place all{0, {}, n.domain, -1};
    bool clash = false;
    for (const int x : n.operands) {
      if (x < 0) continue;
      const auto at = seen_from(x, n.domain);
      if (at.phase > all.phase) {
        all = at;
        clash = false;
      } else if (at.phase == all.phase && at.needs_panels()) {
        clash = clash || (all.needs_panels() && !all.same_panels(at));
        if (!all.needs_panels() || at.turn > all.turn) all = at;
      }
    }
    if (clash) all = {as_index(all.phase + 1), {}, n.domain, -1};
    if (!all.needs_panels()) all.domain = n.domain;
    of_[i] = all;
  }

  const program_view& p_;
  place *of_, *read_;
  std::int16_t* earliest_;
  std::int16_t last_operation_ = 0;
};

}  // namespace regula::dsl
