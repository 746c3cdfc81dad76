// SPDX-License-Identifier: MIT
/// A graph as a reader likes it: a - b for a + (-1) * b, a / b for a * inverse(b), no leading minus in a sum that has a
/// positive term.
#pragma once
#include <algorithm>
#include <cmath>
#include <dsl/graph/facts.hpp>
#include <dsl/reading/atom_texts.hpp>
#include <span>
#include <vector>

namespace regula::dsl {

/// `honest`, for source that is to be compiled: safe_inverse(b) and inverse(b) stay calls and nothing cancels.
/// Otherwise both are divisions; 1/0 is meant as 0 in the former.
class presenter {
public:
  presenter(const node* nodes, int size, bool honest, std::span<const shape> table)
      : from_(nodes), honest_(honest), table_(table), place_(static_cast<std::size_t>(size), -1) {}

  /// By node: terms of a sum appear in ascending order. Without ranks they stay as they are.
  void order_terms(std::vector<int> ranks) { ranks_ = std::move(ranks); }

  /// The nodes, the root last.
  std::vector<node> run() {
    const auto root = place_.size() - 1;
    show(static_cast<int>(root));
    return std::move(to_);
  }

private:
  struct factor {
    int node, power;
  };
  /// A product taken apart: sign * number * above / below.
  struct factors {
    bool negative = false;
    double number = 1.0;
    std::vector<factor> above, below;
    std::pair<int, std::size_t> rank;  // then place in the sum
  };

  bool is(int i, int what) const { return from_[i].what == what; }
  int operand(int i) const { return from_[i].operands[0]; }
  /// Whether i is written as a division by its operand.
  bool divides(int i) const { return is(i, atom_id::inverse) || (is(i, atom_id::safe_inverse) && !honest_); }

  int put(node n) {
    to_.push_back(n);
    return static_cast<int>(to_.size()) - 1;
  }
  int call(int what, int a, int b = -1) {
    return put({as_index(what),
                b < 0 ? to_[a].domain : join(to_[a].domain, to_[b].domain),
                {as_index(a), as_index(b), -1},
                0});
  }
  std::int16_t join(std::int16_t a, std::int16_t b) const {
    if (a == b || b == scalar_domain) return a;
    if (a == scalar_domain) return b;
    const auto both = broadcast(table_[static_cast<std::size_t>(a)], table_[static_cast<std::size_t>(b)]);
    const auto at = std::find(table_.begin(), table_.end(), both);
    return at == table_.end() ? a : static_cast<std::int16_t>(at - table_.begin());
  }
  int number(double v) { return put(constant_of(v)); }

  int show(int i) {
    if (place_[i] >= 0) return place_[i];
    return place_[i] = make(i);
  }
  int make(int i) {
    if (is(i, atom_id::add) || is(i, atom_id::subtract)) return sum(i);
    if (const auto f = split(i); is_product(i) || (!f.below.empty() && !honest_)) return product(f, f.negative);
    node n = from_[i];
    if (is_identity(n)) return put({as_index(atom_id::identity), n.domain, {-1, -1, -1}, 0});
    if (is_clamp(i)) {
      const auto& inner = from_[n.operands[1]];
      n = {as_index(atom_index<clamp_atom>), n.domain, {inner.operands[1], inner.operands[0], n.operands[0]}, 0};
    }
    for (auto& x : n.operands)
      if (x >= 0) x = as_index(show(x));
    return put(n);
  }
  /// diagonal(1), square.
  bool is_identity(const node& n) const {
    if (n.what != atom_id::kept || n.bits != on_diagonals(0, 0).bits() || n.scalar()) return false;
    const auto& s = table_[static_cast<std::size_t>(n.domain)];
    const node& one = from_[n.operands[0]];
    return one.what == constant_node && one.number() == 1.0 && s.axes[0] == s.axes[1] && (s.present() & ~3u) == 0;
  }
  /// min(high, max(low, x)) for scalars low and high.
  bool is_clamp(int i) const {
    if (!is(i, atom_id::min)) return false;
    const int high = from_[i].operands[0], inner = from_[i].operands[1];
    return is(inner, atom_id::max) && from_[high].scalar() && from_[operand(inner)].scalar() && !from_[inner].scalar();
  }

  bool is_product(int i) const { return is(i, atom_id::multiply) || is(i, atom_id::divide) || is(i, atom_id::negate); }
  /// Adds the factors of i to the given power, 1 / x being x to the power -1.
  void take(int i, int power, factors& f) const {
    if (is_product(i)) {
      take(from_[i].operands[0], power, f);
      if (is(i, atom_id::multiply)) take(from_[i].operands[1], power, f);
      if (is(i, atom_id::divide)) take(from_[i].operands[1], -power, f);
      f.negative = f.negative != (is(i, atom_id::negate) && power % 2 != 0);
    } else if (divides(i)) {
      take(operand(i), -power, f);
    } else if (is(i, atom_id::square) && !is_product(operand(i))) {
      take(operand(i), 2 * power, f);
    } else if (is(i, constant_node) && power == 1 && f.number == 1.0) {
      f.number = std::fabs(from_[i].number());
      f.negative = f.negative != std::signbit(from_[i].number());
    } else if (power > 0) {
      f.above.push_back({i, power});
    } else {
      const auto same = std::find_if(f.below.begin(), f.below.end(), [i](factor b) { return b.node == i; });
      if (same == f.below.end())
        f.below.push_back({i, -power});
      else
        same->power -= power;
    }
  }
  factors split(int i) const {
    factors f;
    take(i, 1, f);
    if (!honest_) cancel(f);
    return f;
  }
  /// Equal scalars above and below go: c * W / (c * d) is W / d. Tensors stay: W / W is NaN where W is 0. So does a
  /// quotient of which nothing would be left.
  void cancel(factors& whole) const {
    auto f = whole;
    for (auto& b : f.below) {
      if (b.power == 1 && is(b.node, constant_node) && from_[b.node].number() == f.number) {
        f.number = 1.0;
        b.power = 0;
      }
      for (auto& a : f.above) {
        if (a.node != b.node || !from_[a.node].scalar()) continue;
        const int common = std::min(a.power, b.power);
        a.power -= common;
        b.power -= common;
      }
    }
    const auto gone = [](factor x) { return x.power == 0; };
    std::erase_if(f.above, gone);
    std::erase_if(f.below, gone);
    if (!f.above.empty() || !f.below.empty()) whole = std::move(f);
  }
  int show(factor x) {
    if (x.power == 1) return show(x.node);
    if (x.power == 2) return call(atom_id::square, show(x.node));
    const bool half = is(x.node, atom_id::sqrt) && x.power % 2 != 0;
    const int base = show(half ? operand(x.node) : x.node);
    const int power = call(atom_id::pow, base);
    to_[static_cast<std::size_t>(power)].bits = rational{x.power, half ? 2 : 1}.bits();
    return power;
  }
  int chain(const std::vector<factor>& parts, int so_far) {
    for (const auto x : parts) so_far = so_far < 0 ? show(x) : call(atom_id::multiply, so_far, show(x));
    return so_far;
  }
  /// The minus goes to the first factor: -a * b.
  int product(const factors& f, bool negative) {
    int first = -1;
    std::size_t used = 0;
    if (f.number != 1.0 || f.above.empty()) {
      if (honest_ && f.number == 1.0 && f.below.size() == 1) {
        first = call(atom_id::inverse, show(f.below[0]));
        return negative ? call(atom_id::negate, first) : first;
      }
      first = number(negative ? -f.number : f.number);
    } else if (negative) {
      first = call(atom_id::negate, show(f.above[0]));
      used = 1;
    }
    const int above = chain({f.above.begin() + static_cast<std::ptrdiff_t>(used), f.above.end()}, first);
    return f.below.empty() ? above : call(atom_id::divide, above, chain(f.below, -1));
  }

  void terms(int i, bool negative, std::vector<factors>& out) const {
    if (is(i, atom_id::add) || is(i, atom_id::subtract)) {
      terms(from_[i].operands[0], negative, out);
      terms(from_[i].operands[1], negative != is(i, atom_id::subtract), out);
    } else {
      auto f = split(i);
      f.negative = f.negative != negative;
      const bool sum = f.number == 1.0 && f.below.empty() && f.above.size() == 1 && f.above[0].power == 1 &&
                       f.above[0].node != i && is(f.above[0].node, atom_id::add);
      if (sum) return terms(f.above[0].node, f.negative, out);
      out.push_back(std::move(f));
      out.back().rank = {ranks_.empty() ? 0 : ranks_[static_cast<std::size_t>(i)], out.size()};
    }
  }
  int sum(int i) {
    std::vector<factors> parts;
    terms(i, false, parts);
    std::sort(parts.begin(), parts.end(), [](const factors& a, const factors& b) { return a.rank < b.rank; });
    const auto positive = std::find_if(parts.begin(), parts.end(), [](const factors& f) { return !f.negative; });
    if (positive != parts.end()) std::rotate(parts.begin(), positive, positive + 1);
    int so_far = -1;
    for (const auto& f : parts)
      so_far = so_far < 0 ? product(f, f.negative)
                          : call(f.negative ? atom_id::subtract : atom_id::add, so_far, product(f, false));
    return so_far;
  }

  const node* from_;
  bool honest_;
  std::span<const shape> table_;
  std::vector<int> place_, ranks_;
  std::vector<node> to_;
};

}  // namespace regula::dsl
