// SPDX-License-Identifier: MIT
/// Reductions that nobody waits for join a later sweep over the same entries, where that saves a sweep.
#pragma once
#include <dsl/plan/places.hpp>

namespace regula::dsl {

class postponement {
public:
  /// depends: room for a number by node.
  constexpr postponement(const program_view& program, places& found, std::int16_t* earliest, std::int16_t* depends)
      : p_(program), places_(found), earliest_(earliest), depends_(depends) {}

  constexpr void run() {
    while (drop_a_sweep()) places_.find();
  }

private:
  constexpr bool drop_a_sweep() {
    for (int i = 0; i < p_.size; ++i) {
      if (!p_.is_reduction(i)) continue;
      const auto at = places_.read(i);
      if (!is_idle(at)) continue;
      const int later = next_phase(at);
      if (later < 0) continue;
      for (int k = 0; k < p_.size; ++k)
        if (reads_at(k, at)) earliest_[k] = as_index(later);
      return true;
    }
    return false;
  }
  constexpr bool reads_at(int i, const place& at) const {
    return p_.is_reduction(i) && places_.read(i).phase == at.phase && places_.read(i).domain == at.domain;
  }
  constexpr bool stores_at(const place& at) const {
    for (int o = 0; o < p_.output_count; ++o)
      if (p_.outputs[o].domain == at.domain && places_.store_of(o).phase == at.phase) return true;
    return false;
  }
  /// Whether all that the sweep over these entries does is to find what no sweep needs.
  constexpr bool is_idle(const place& at) {
    if (at.needs_panels() || stores_at(at)) return false;
    for (int i = 0; i < p_.size; ++i)
      if (reads_at(i, at) && (places_.read(i).needs_panels() || is_awaited(i))) return false;
    return true;
  }
  /// Whether a sweep or a matrix operation needs the reduction.
  constexpr bool is_awaited(int reduction) {
    for (int i = 0; i < p_.size; ++i) depends_[i] = 0;
    depends_[reduction] = 1;
    for (int i = reduction + 1; i < p_.size; ++i) {
      for (const int x : p_[i].operands)
        if (x >= 0 && depends_[x] != 0) depends_[i] = 1;
      if (depends_[i] != 0 && (p_.is_reduction(i) || p_.is_operation(i))) return true;
    }
    for (int o = 0; o < p_.output_count; ++o)
      if (depends_[p_.outputs[o].node] != 0 && p_.outputs[o].domain != scalar_domain) return true;
    return false;
  }
  /// The next phase with a sweep over the same entries, or -1.
  constexpr int next_phase(const place& at) const {
    int next = -1;
    const auto offer = [&](const place& other) {
      if (other.domain == at.domain && other.phase > at.phase && (next < 0 || other.phase < next)) next = other.phase;
    };
    for (int i = 0; i < p_.size; ++i)
      if (p_.is_reduction(i)) offer(places_.read(i));
    for (int o = 0; o < p_.output_count; ++o)
      if (p_.outputs[o].domain != scalar_domain) offer(places_.store_of(o));
    return next;
  }

  const program_view& p_;
  places& places_;
  std::int16_t *earliest_, *depends_;
};

}  // namespace regula::dsl
