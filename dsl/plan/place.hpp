// SPDX-License-Identifier: MIT
/// Where in time a node of a program can be computed.
///
/// The sweeps over a tensor are cut into panels: rows, columns, or whatever a reduction along axes keeps apart. A panel
/// is read, its sums are finished (they are the panel's rim), and it is read again while it is in the cache. So a node
/// has a phase, a new one beginning where all entries of a tensor or a whole matrix must be known, and within the phase
/// a turn: of the entries of a panel, or of its rim.
#pragma once
#include <compare>
#include <dsl/graph/node.hpp>

namespace regula::dsl {

enum class side : std::int8_t { entries, rim };

/// Turns alternate: entries, rim, entries...
struct turn {
  std::int16_t round = 0;
  side at = side::entries;

  constexpr auto operator<=>(const turn&) const = default;
  constexpr turn next() const {
    return at == side::entries ? turn{round, side::rim} : turn{as_index(round + 1), side::entries};
  }
  /// This turn, or the one of the entries before it.
  constexpr turn of_entries() const { return {round, side::entries}; }
};

struct place {
  std::int16_t phase = 0;
  dsl::turn turn;
  std::int16_t domain = scalar_domain;  // that is cut into panels; a rim's own domain has fewer axes
  std::int16_t apart = -1;              // mask of the axes that the panels keep apart; -1: any panels will do

  constexpr bool needs_panels() const { return apart >= 0; }
  constexpr bool on_rim() const { return turn.at == side::rim; }
  constexpr bool same_panels(const place& p) const {
    return phase == p.phase && domain == p.domain && apart == p.apart;
  }
};

}  // namespace regula::dsl
