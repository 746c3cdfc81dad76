// SPDX-License-Identifier: MIT
/// A graph under construction: nodes in order of dependence, equal nodes kept once.
#pragma once
#include <dsl/atoms/atom.hpp>
#include <dsl/graph/node.hpp>

namespace regula::dsl {

class builder;

/// The plain facts of an atom's block.
struct atom_facts {
  int arity;
  bool reduces, parametric;
  regula::range range;
  int cost;
  role meets;
  bool symmetric, applies_first;
  shape (*shape_of)(const shape* x, std::uint64_t bits);  // null: entry by entry, or a plain reduction
};
/// Extents of which some are found to be equal, as a forest; 0 is the extent 1.
class extents {
public:
  constexpr explicit extents(std::int16_t* parents, int count) : parents_(parents), next_(count) {
    for (int i = 0; i < count; ++i) parents_[i] = static_cast<std::int16_t>(i);
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
    const auto e = static_cast<std::int16_t>(next_++);
    return parents_[e] = e;
  }
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

template <class A> constexpr shape shape_rule(const shape* x, std::uint64_t bits) {
  settled_extents e;
  return A::shape_of(e, x, bits);
}
template <class A> constexpr auto shape_rule_of() {
  if constexpr (has_shape<A>)
    return &shape_rule<A>;
  else
    return nullptr;
}
template <class A> constexpr bool applies_first() {
  if constexpr (A::meets == role::operation)
    return A::applies_first;
  else
    return false;
}
template <class A>
inline constexpr atom_facts facts_of{A::arity, A::reduces,   A::parametric,      A::range,          A::cost,
                                     A::meets, A::symmetric, applies_first<A>(), shape_rule_of<A>()};

/// An atom's block as functions on graphs; rules.hpp makes it. Null where the atom states none.
struct atom_rules {
  atom_facts facts;
  void (*slope)(builder&, const std::int16_t* x, int self, std::int16_t* slopes);
  void (*adjoint)(builder&, const std::int16_t* x, int self, int adjoint, std::int16_t* shares);
  int (*definition)(builder&, const std::int16_t* x, std::uint64_t bits);
  shape (*found_shape)(extents&, const shape* x, std::uint64_t bits);
  bool has_slope, has_definition, has_adjoint,
      has_shape;  // g++ 12 cannot compare the pointers with null in constant expressions under UBSan
};

/// Room for a graph of at most N nodes.
template <int N> struct arena {
  node nodes[N]{};
  std::int16_t chain[N]{}, keys[N]{};
  shape shapes[N]{};
  range ranges[N]{};
};

inline constexpr int no_slot = 32767;

class builder {
public:
  static constexpr int buckets = 64;

  template <int N>
  constexpr explicit builder(arena<N>& room, const atom_rules* const* users = nullptr, int user_count = 0)
      : nodes_(room.nodes),
        chain_(room.chain),
        keys_(room.keys),
        shapes_(room.shapes),
        ranges_(room.ranges),
        capacity_(N),
        users_(users),
        user_count_(user_count) {
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
  /// The shape whose entries a reduction counts when what it reduces has become a scalar.
  constexpr void reduce_over(std::int16_t domain) { over_ = domain; }
  constexpr std::int16_t reduced_over() const { return over_; }
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
    heads_[h] = static_cast<std::int16_t>(size_);
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
    keys_[size_] = static_cast<std::int16_t>(key);
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
      if (shapes_[i] == s) return static_cast<std::int16_t>(i);
    if (shape_count_ >= capacity_) return static_cast<std::int16_t>(report(problem::too_large));
    shapes_[shape_count_] = s;
    return static_cast<std::int16_t>(shape_count_++);
  }
  constexpr std::int16_t join(std::int16_t a, std::int16_t b) {
    if (a == b || b == scalar_domain) return a;
    if (a == scalar_domain) return b;
    return domain_of(broadcast(shapes_[a], shapes_[b]));
  }

  constexpr int user_index(const atom_rules* rules) const {
    for (int i = 0; i < user_count_; ++i)
      if (users_[i] == rules) return i;
    return -1;
  }
  constexpr const atom_rules& user_rules(int i) const { return *users_[i]; }

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
  const atom_rules* const* users_;
  int user_count_;
  std::int16_t heads_[buckets]{};
  problem trouble_ = problem::none;
  bool expanded_ = false;
  std::int16_t over_ = scalar_domain;
};

}  // namespace regula::dsl
