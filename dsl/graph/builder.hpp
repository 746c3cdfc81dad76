// SPDX-License-Identifier: MIT
/// A graph under construction: nodes in order of dependence, equal nodes kept once.
#pragma once
#include <dsl/graph/atom_set.hpp>
#include <dsl/graph/room.hpp>

namespace regula::dsl {

inline constexpr int no_slot = 32767;

class builder {
public:
  static constexpr int buckets = 64;

  constexpr explicit builder(const graph_room& room, const atom_set& atoms = {})
      : nodes_(room.nodes),
        chain_(room.chain),
        keys_(room.keys),
        shapes_(room.shapes),
        ranges_(room.ranges),
        capacity_(room.capacity),
        atoms_(atoms) {
    for (auto& h : heads_) h = -1;
  }
  builder(const builder&) = delete;
  builder& operator=(const builder&) = delete;

  constexpr int size() const { return size_; }
  constexpr const node& operator[](int i) const { return nodes_[i]; }
  constexpr range range_of(int i) const { return ranges_[i]; }
  constexpr int first_slot(int i) const { return keys_[i]; }
  /// In an expanded graph norms stay the roots they were expanded to.
  constexpr void keep_expanded() { expanded_ = true; }
  constexpr bool expanded() const { return expanded_; }
  constexpr problem trouble() const { return trouble_; }
  constexpr int report(problem p) {
    if (trouble_ == problem::none) trouble_ = p;
    return 0;
  }

  /// The node's index; an equal node is shared. A full arena reports too_large and answers 0.
  constexpr int put(const node& n, range r) {
    const auto h = bucket(n);
    for (int i = heads_[h]; i >= 0; i = chain_[i])
      if (nodes_[i] == n) return i;
    if (size_ >= capacity_) return report(problem::too_large);
    chain_[size_] = heads_[h];
    heads_[h] = as_index(size_);
    return append(n, r);
  }
  /// As put, without sharing: a syntax tree keeps what was written.
  constexpr int append(const node& n, range r) {
    if (size_ >= capacity_) return report(problem::too_large);
    nodes_[size_] = n;
    ranges_[size_] = r;
    int key = n.what == coefficient_node ? n.slot() : no_slot;
    for (const int operand : n.operands)
      if (operand >= 0 && keys_[operand] < key) key = keys_[operand];
    keys_[size_] = as_index(key);
    return size_++;
  }
  constexpr int constant(double v) {
    return put(constant_of(v), v >= 0 ? range::nonnegative : v <= 0 ? range::nonpositive : range::any);
  }

  /// The table of shapes. A scalar is not in it.
  constexpr void seed_shapes(const shape* table, int count) {
    for (int i = 0; i < count; ++i) shapes_[i] = table[i];
    shape_count_ = count;
  }
  constexpr shape shape_at(std::int16_t domain) const { return domain == scalar_domain ? shape{} : shapes_[domain]; }
  constexpr shape shape_of(int i) const { return shape_at(nodes_[i].domain); }
  constexpr const shape* shapes() const { return shapes_; }
  constexpr int shape_count() const { return shape_count_; }
  constexpr std::int16_t domain_of(const shape& s) {
    if (s == shape{}) return scalar_domain;
    for (int i = 0; i < shape_count_; ++i)
      if (shapes_[i] == s) return as_index(i);
    if (shape_count_ >= capacity_) return as_index(report(problem::too_large));
    shapes_[shape_count_] = s;
    return as_index(shape_count_++);
  }
  constexpr std::int16_t join(std::int16_t a, std::int16_t b) {
    if (a == b || b == scalar_domain) return a;
    if (a == scalar_domain) return b;
    return domain_of(broadcast(shapes_[a], shapes_[b]));
  }

  constexpr const atom_set& atoms() const { return atoms_; }
  constexpr int capacity() const { return capacity_; }

private:
  static constexpr int bucket(const node& n) {
    const auto mixed = static_cast<std::uint64_t>(n.what + 8) * 7 + static_cast<std::uint64_t>(n.operands[0] + 1) * 31 +
                       static_cast<std::uint64_t>(n.operands[1] + 1) * 101 + n.bits + (n.bits >> 52);
    return static_cast<int>(mixed % buckets);
  }

  node* nodes_;
  std::int16_t *chain_, *keys_;
  shape* shapes_;
  range* ranges_;
  int capacity_, size_ = 0, shape_count_ = 0;
  atom_set atoms_;
  std::int16_t heads_[buckets]{};
  problem trouble_ = problem::none;
  bool expanded_ = false;
};

}  // namespace regula::dsl
