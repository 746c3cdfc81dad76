// SPDX-License-Identifier: MIT
/// The names of extents, of which some are found to be equal.
#pragma once
#include <dsl/meta/shape.hpp>

namespace regula::dsl {

/// Extents of which some are found to be equal, as a forest; 0 is the extent 1.
class extents {
public:
  constexpr explicit extents(std::int16_t* parents, int count) : parents_(parents), next_(count) {
    for (int i = 0; i < count; ++i) parents_[i] = as_index(i);
  }
  constexpr std::int16_t root(std::int16_t e) const {
    while (parents_[e] != e) e = parents_[e];
    return e;
  }
  constexpr std::int16_t same(std::int16_t a, std::int16_t b) {
    const auto p = root(a), q = root(b);
    return p < q ? (parents_[q] = p) : (parents_[p] = q);
  }
  constexpr std::int16_t fresh() {
    const auto e = as_index(next_++);
    return parents_[e] = e;
  }
  /// How many there are, fresh ones among them.
  constexpr int count() const { return next_; }
  /// x has two axes only.
  constexpr void matrix(const shape& x) {
    for (int k = 2; k < max_axes; ++k) same(x.axes[k], unit_extent);
  }
  constexpr shape rooted(shape s) const {
    for (auto& e : s.axes) e = root(e);
    return s;
  }

private:
  std::int16_t* parents_;
  int next_;
};
/// Extents in a graph that is known to fit together.
struct settled_extents {
  static constexpr std::int16_t same(std::int16_t a, std::int16_t) { return a; }
  static constexpr std::int16_t fresh() { return unit_extent; }  // a shape made fresh is known by its node
  static constexpr void matrix(const shape&) {}
};

}  // namespace regula::dsl
