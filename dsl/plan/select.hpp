// SPDX-License-Identifier: MIT
/// Instructions chosen for the machine: minus and division instead of products, norms instead of roots of sums.
#pragma once
#include <dsl/rewrite/rules.hpp>

namespace regula::dsl {

/// Chooses instructions for node i of `from`: a - b for a + (-1) b, -x for (-1) x, a / b for a * inverse(b),
/// inverse_sqrt(x) for inverse(sqrt(x)) where nothing else needs the root, norm2(x) for sqrt(sum(square(x))).
class selection {
public:
  constexpr selection(const builder& from, builder& to, std::int16_t* image, const std::int16_t* uses)
      : from_(from), to_(to), image_(image), uses_(uses) {}

  constexpr int choose(int i) {
    if (image_[i] >= 0) return image_[i];
    node n = from_[i];
    if (n.what == atom_id::add && minus(n.operands[1])) {
      n.what = as_index(atom_id::subtract);
      n.operands[1] = from_[n.operands[1]].operands[1];
    } else if (minus(i)) {
      n.what = as_index(atom_id::negate);
      n.operands[0] = n.operands[1];
      n.operands[1] = -1;
    } else if (n.what == atom_id::multiply && !n.scalar()) {
      for (int k = 0; k < 2; ++k) {
        const int x = n.operands[k];
        if (from_[x].what != atom_id::inverse || uses_[x] > 1 || from_[x].scalar() || of_root(x)) continue;
        const auto dividend = n.operands[1 - k];
        n.what = as_index(atom_id::divide);
        n.operands[0] = dividend;
        n.operands[1] = from_[x].operands[0];
        break;
      }
    }
    if (is_norm(i)) {
      n = norm(n.operands[0]);
    } else if (is_square_of_norm(i)) {
      const int root = to_.put(with_chosen(norm(i)), range::nonnegative);
      n = {as_index(atom_id::square), n.domain, {as_index(root), -1, -1}, 0};
      return image_[i] = as_index(to_.put(n, range::nonnegative));
    } else if (of_root(i)) {
      n.what = as_index(n.what == atom_id::inverse ? atom_id::inverse_sqrt : atom_id::safe_inverse_sqrt);
      n.operands[0] = from_[n.operands[0]].operands[0];
    }
    if (n.what == atom_id::multiply && from_[n.operands[0]].scalar() && !n.scalar()) {
      if (const auto made = narrow_first(i, n.operands[0], n.operands[1]); made >= 0) return image_[i] = made;
    }
    return image_[i] = as_index(to_.put(with_chosen(n), from_.range_of(i)));
  }

private:
  constexpr node with_chosen(node n) {
    for (auto& x : n.operands)
      if (x >= 0) x = as_index(choose(x));
    return n;
  }
  constexpr bool is_sum_of_squares(int i) const {
    return from_[i].what == atom_id::sum && from_[from_[i].operands[0]].what == atom_id::square;
  }
  constexpr bool is_norm(int i) const {
    return from_[i].what == atom_id::sqrt && is_sum_of_squares(from_[i].operands[0]);
  }
  /// Whether the sum i is needed, and its root: one reduction makes both.
  constexpr bool is_square_of_norm(int i) const {
    if (!is_sum_of_squares(i)) return false;
    for (int root = i + 1; root < from_.size(); ++root)
      if (from_[root].what == atom_id::sqrt && from_[root].operands[0] == i) return true;
    return false;
  }
  /// The root of sum i.
  constexpr node norm(int i) const {
    const node& sum = from_[i];
    return {as_index(atom_id::norm2), sum.domain, {from_[sum.operands[0]].operands[0], -1, -1}, sum.bits};
  }
  /// s * (row * x) as (s * row) * x: one product per entry less.
  constexpr std::int16_t narrow_first(int i, int scalar, int product) {
    const node& inner = from_[product];
    if (inner.what != atom_id::multiply || uses_[product] > 1) return -1;
    const int narrow = from_[inner.operands[0]].domain != inner.domain ? 0 : 1;
    const auto row = inner.operands[narrow];
    if (from_[row].domain == inner.domain || from_[row].scalar()) return -1;
    const auto join = [&](int a, int b, std::int16_t domain, range r) {
      return as_index(to_.put({as_index(atom_id::multiply), domain, {as_index(a), as_index(b), -1}, 0}, r));
    };
    // One after the other: in which order nodes are made must not depend on the compiler.
    const int factor = choose(scalar), of_row = choose(row);
    const auto rows = join(factor, of_row, from_[row].domain, range::any);
    const int rest = choose(inner.operands[1 - narrow]);
    return join(rows, rest, inner.domain, from_.range_of(i));
  }
  constexpr bool of_root(int i) const {
    const node& n = from_[i];
    return (n.what == atom_id::inverse || n.what == atom_id::safe_inverse) && !n.scalar() &&
           from_[n.operands[0]].what == atom_id::sqrt && uses_[n.operands[0]] == 1 && !is_norm(n.operands[0]);
  }
  constexpr bool minus(int i) const {
    const node& n = from_[i];
    return n.what == atom_id::multiply && is_number(from_, n.operands[0], -1.0);
  }
  const builder& from_;
  builder& to_;
  std::int16_t* image_;
  const std::int16_t* uses_;
};

}  // namespace regula::dsl
