// SPDX-License-Identifier: MIT
/// Neighbours as a reader likes them: shifted<0, -1>(sign(difference<0>(W))), where the kernel has each shift at its
/// tensor.
#pragma once
#include <dsl/rewrite/rules.hpp>

namespace regula::dsl {

class neighbours {
public:
  explicit neighbours(builder& graph) : g_(graph) {}

  /// x in the pattern. Patterns of one axis are joined, a shift back to entries that lie before moves out of x, and a
  /// difference gets its name.
  int keep(int x, pattern p, std::int16_t domain) {
    while (is_call(g_, x, atom_id::kept) && is_trim(p) && is_trim(pattern_of(x)) && pattern_of(x).axis == p.axis) {
      p.low = std::max(p.low, pattern_of(x).low);
      p.high = std::max(p.high, pattern_of(x).high);
      x = g_[x].operands[0];
    }
    if (const auto t = split_scalar(g_, x); t.scalar >= 0) return multiply(g_, t.scalar, keep(t.body, p, domain));
    if (is_trim(p) && p.low > 0 && looks_back(x, p.axis))
      if (const int y = moved(x, p.axis, p.low); !looks_back(y, p.axis)) return shifted_back(y, p, domain);
    if (g_[x].domain == domain && vanishes(x, p)) return x;
    const int kept = keep_entries(g_, x, p, domain);
    return is_call(g_, kept, atom_id::multiply) ? kept : named_difference(kept);
  }
  /// sqrt(difference<0>(x)^2 + difference<1>(x)^2) as gradient_norm(x).
  int fold(int i) {
    if (!is_call(g_, i, atom_id::sqrt) || !is_call(g_, g_[i].operands[0], atom_id::add)) return i;
    int of[2] = {-1, -1};
    for (int k = 0; k < 2; ++k) {
      const node& square = g_[g_[g_[i].operands[0]].operands[k]];
      if (square.what != atom_id::square || !is_call(g_, square.operands[0], difference)) return i;
      const auto by = offset::from_bits(g_[square.operands[0]].bits);
      if (by.axis < 2 && by.steps == 1) of[by.axis] = g_[square.operands[0]].operands[0];
    }
    if (of[0] < 0 || of[0] != of[1]) return i;
    return g_.put({as_index(atom_index<gradient_norm_atom>), g_[i].domain, {as_index(of[0]), -1, -1}, 0},
                  range::nonnegative);
  }

private:
  static constexpr int difference = atom_index<difference_atom>;

  pattern pattern_of(int i) const { return pattern::from_bits(g_[i].bits); }
  static bool is_trim(const pattern& p) { return p.kind == pattern::slab && p.from_end && !p.outside; }
  int put_kept(int x, const pattern& p, std::int16_t domain) {
    return g_.put({as_index(atom_id::kept), domain, {as_index(x), -1, -1}, p.bits()}, g_.range_of(x));
  }

  /// y(i - p.low) where p has the entry; its trim is written if it is needed, or a difference.
  int shifted_back(int y, const pattern& p, std::int16_t domain) {
    const auto trim = reachable(p.axis, p.low + p.high);
    const int kept = keep(y, trim, domain);
    const bool needless = p.high == 0 && g_[kept].what == atom_id::kept && g_[kept].operands[0] == y;
    const int shown = needless ? y : kept;
    const int shift = view_node(g_, atom_id::reach, shown, g_.shape_of(shown), offset{p.axis, -p.low}.bits());
    return put_kept(shift, reachable(p.axis, -p.low), domain);
  }
  /// Whether x is 0 outside the trim p.
  bool vanishes(int i, const pattern& p) const {
    const node& n = g_[i];
    if (!is_trim(p) || n.what < 0) return false;
    const auto by = offset::from_bits(n.bits);
    if (n.what == difference && by.axis == p.axis) return p.low <= 0 && p.high <= by.steps;
    if (n.what == difference || (n.what == atom_id::reach && by.axis != p.axis)) return vanishes(n.operands[0], p);
    if (n.what == atom_id::kept) {
      const auto q = pattern_of(i);
      return (is_trim(q) && q.axis == p.axis && p.low <= q.low && p.high <= q.high) || vanishes(n.operands[0], p);
    }
    if (n.what == atom_id::add) return vanishes(n.operands[0], p) && vanishes(n.operands[1], p);
    if (n.what == atom_id::multiply) return vanishes(n.operands[0], p) || vanishes(n.operands[1], p);
    for (const int f : {atom_id::sign, atom_id::abs, atom_id::square, atom_id::sqrt, atom_id::safe_inverse})
      if (n.what == f) return vanishes(n.operands[0], p);
    return false;
  }
  /// Whether x has a neighbour before its own entry along the axis.
  bool looks_back(int i, int axis) const {
    const node& n = g_[i];
    if (n.what == atom_id::reach && offset::from_bits(n.bits).axis == axis && offset::from_bits(n.bits).steps < 0)
      return true;
    if (n.what >= 0 && facts(g_, n.what).meets == role::operation) return false;
    for (const int x : n.operands)
      if (x >= 0 && looks_back(x, axis)) return true;
    return false;
  }
  /// Whether the call has other entries where the axis ends: then a shift does not pass through it.
  static bool ends_at(const node& n, int axis) {
    return (n.what == difference && offset::from_bits(n.bits).axis == axis) ||
           (n.what == atom_index<gradient_norm_atom> && axis < 2);
  }
  bool has_end(int i, int axis) const {
    if (ends_at(g_[i], axis)) return true;
    for (const int x : g_[i].operands)
      if (x >= 0 && has_end(x, axis)) return true;
    return false;
  }
  /// A shift of what keeps its shifts outside, that of the first axis outermost.
  int on_top(int x, int axis, int steps) {
    const auto by = offset::from_bits(g_[x].bits);
    if (steps == 0) return x;
    if (g_[x].what == atom_id::reach && by.axis == axis) return on_top(g_[x].operands[0], axis, by.steps + steps);
    if (g_[x].what == atom_id::reach && by.axis < axis)
      return on_top(on_top(g_[x].operands[0], axis, steps), by.axis, by.steps);
    return view_node(g_, atom_id::reach, x, g_.shape_of(x), offset{axis, steps}.bits());
  }
  /// x(i + steps): as `reached`, what is kept being kept here.
  int moved(int i, int axis, int steps) {
    const node n = g_[i];
    if (n.what == atom_id::kept)
      return keep(moved(n.operands[0], axis, steps), pattern_of(i).moved(axis, steps), n.domain);
    if (n.what == atom_id::reach) {
      const auto by = offset::from_bits(n.bits);
      return by.axis == axis ? moved(n.operands[0], axis, by.steps + steps)
                             : on_top(moved(n.operands[0], axis, steps), by.axis, by.steps);
    }
    if (ends_at(n, axis)) return on_top(i, axis, steps);
    if (is_entrywise(g_, i) && !n.scalar()) return fold(rebuild(g_, i, [&](int y) { return moved(y, axis, steps); }));
    return reached(g_, i, axis, steps);
  }
  /// A trim of what is a difference where it is kept.
  int named_difference(int kept) {
    const node n = g_[kept];
    const auto p = pattern::from_bits(n.bits);
    if (n.what != atom_id::kept || !is_trim(p) || p.low != 0 || p.high < 1 || p.high > 16) return kept;
    for (int sum = n.operands[0]; sum >= 0; sum = is_call(g_, sum, atom_id::add) ? g_[sum].operands[0] : -1) {
      const auto bits = offset{p.axis, p.high}.bits();
      const int term = is_call(g_, sum, atom_id::add) ? g_[sum].operands[1] : sum;
      const auto x = as_index(split_constant(g_, term).body);
      if (!has_end(x, p.axis) && rules(g_, difference).definition(g_, {{x, -1, -1}}, bits) == kept)
        return g_.put({as_index(difference), n.domain, {x, -1, -1}, bits}, range::any);
    }
    return kept;
  }

  builder& g_;
};

}  // namespace regula::dsl
