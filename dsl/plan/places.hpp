// SPDX-License-Identifier: MIT
/// Where in time a node of a program with panels can be computed.
///
/// The passes over a tensor are cut into panels: rows, columns, or whatever a reduction along axes keeps apart. A panel
/// is read, its sums are finished (they are the panel's rim), and it is read again while it is in the cache. So a node
/// has a phase, a new one beginning where all entries of a tensor or a whole matrix must be known, and within the phase
/// a turn: even turns work on the entries of a panel, odd ones on its rim.
#pragma once
#include <dsl/plan/stages.hpp>

namespace regula::dsl {

struct place {
  std::int16_t phase = 0, turn = 0;
  std::int16_t domain = scalar_domain;  // that is cut into panels; a rim's own domain has fewer axes
  std::int16_t kept = -1;               // mask of the axes that the panels keep apart; -1: any panels will do

  constexpr bool bound() const { return kept >= 0; }
  constexpr bool is_rim() const { return turn % 2 == 1; }
  constexpr bool same_panels(const place& p) const { return phase == p.phase && domain == p.domain && kept == p.kept; }
};

template <auto Program, class Users> struct places {
  static constexpr int N = Program.size;
  place of[N]{};    // where the node's value is known
  place read[N]{};  // of a reduction: where its operand is read
  std::int16_t last_operation = 0;

  static constexpr role meets(int what) {
    return what < library_atoms::size ? facts_table<library_atoms>::rows[what].meets
                                      : facts_table<Users>::rows[what - library_atoms::size].meets;
  }
  static constexpr const node& at(int i) { return Program.nodes[i]; }
  static constexpr bool is_view(int i) { return at(i).what >= 0 && meets(at(i).what) == role::view; }
  static constexpr bool is_operation(int i) { return at(i).what >= 0 && meets(at(i).what) == role::operation; }
  static constexpr bool is_reduction(int i) { return is_primitive_reduction(at(i).what); }
  /// What a view shows.
  static constexpr int base(int i) {
    while (is_view(i)) i = at(i).operands[0];
    return i;
  }
  /// Whether i lies in memory before anything is computed from it, views included.
  static constexpr bool is_stored(int i) {
    const int b = base(i);
    return at(b).what == tensor_node || is_operation(b);
  }

  constexpr places() {
    for (int i = 0; i < N; ++i) {
      const node& n = at(i);
      if (n.what < 0) {
        of[i].domain = n.domain;
      } else if (is_view(i)) {
        of[i] = stored(i);
      } else if (is_operation(i)) {
        for (const int x : n.operands)
          if (x >= 0) of[i].phase = std::max(of[i].phase, stored(x).phase);
        of[i].domain = n.domain;
        last_operation = std::max(last_operation, of[i].phase);
      } else if (is_reduction(i)) {
        reduction(i, n.operands[0]);
      } else if (n.scalar()) {
        for (const int x : n.operands)
          if (x >= 0) of[i].phase = std::max(of[i].phase, of[x].phase);
      } else {
        entries(i);
      }
    }
  }

  /// Where x can be read from memory.
  constexpr place stored(int x) const {
    const int b = base(x);
    place p;
    p.domain = at(x).domain;
    p.phase = of[b].phase;
    if (!at(b).scalar() && !is_stored(x)) ++p.phase;
    return p;
  }
  /// Where x can be used in the work on entries of `domain`.
  constexpr place seen_from(int x, std::int16_t domain) const {
    if (at(x).domain == domain) return of[x];
    if (of[x].is_rim() && of[x].domain == domain) {
      auto p = of[x];
      ++p.turn;
      return p;
    }
    auto p = stored(x);
    p.domain = domain;
    return p;
  }

private:
  constexpr void reduction(int i, int x) {
    const auto gathered = at(i).bits == 0 ? all_axes : static_cast<unsigned>(at(i).bits);
    const auto kept = static_cast<std::int16_t>(Program.shape_at(at(x).domain).present() & ~gathered);
    auto p = of[x];
    if (kept == 0) {
      read[i] = p;
      of[i].phase = static_cast<std::int16_t>(p.phase + 1);
      return;
    }
    if (p.bound() && (p.is_rim() || p.kept != kept)) {
      p = stored(x);
      p.phase = std::max(p.phase, static_cast<std::int16_t>(of[x].phase + 1));
    }
    p.domain = at(x).domain;
    p.kept = kept;
    read[i] = p;
    ++p.turn;
    of[i] = p;
  }
  constexpr void entries(int i) {
    const node& n = at(i);
    place all;
    all.domain = n.domain;
    bool clash = false;
    for (const int x : n.operands) {
      if (x < 0) continue;
      const auto p = at(x).scalar() ? place{of[x].phase, 0, n.domain, -1} : seen_from(x, n.domain);
      if (p.phase > all.phase) {
        all = p;
        clash = false;
      } else if (p.phase == all.phase && p.bound()) {
        clash = clash || (all.bound() && !all.same_panels(p));
        if (!all.bound() || p.turn > all.turn) all = p;
      }
    }
    if (clash) all = {static_cast<std::int16_t>(all.phase + 1), 0, n.domain, -1};
    if (!all.bound()) all.domain = n.domain;
    of[i] = all;
  }
};

template <auto Program, class Users> inline constexpr places<Program, Users> places_of{};

}  // namespace regula::dsl
