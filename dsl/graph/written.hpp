// SPDX-License-Identifier: MIT
/// A formula as written: the printer reads it, rewrite/canonical.hpp simplifies it.
#pragma once
#include <dsl/graph/facts.hpp>
#include <string_view>

namespace regula::dsl {

/// A coefficient's name, or its number where it has none.
struct coefficient_name {
  std::string_view given;
  char automatic[8]{};
  bool free = true;

  constexpr bool named() const { return !given.empty(); }
  constexpr std::string_view view() const {
    if (named()) return given;
    std::size_t length = 0;  // not strlen: g++ 12 warns that these constants have no end
    while (length < sizeof automatic && automatic[length] != 0) ++length;
    return {automatic, length};
  }
};

/// Sizes of a written formula. applied, used: bit t says that tensor t is a sparse matrix that is applied; that it is met
/// entry by entry.
struct written_summary {
  int size = 0, tensor_count = 0, coefficient_count = 0, leaf_count = 0, shape_count = 0;
  problem trouble = problem::none;
  std::uint64_t applied = 0, used = 0;
};

/// Where a written formula lives, each array of its part `size` or longer; the graph is of its nodes.
struct writing_room {
  graph_room graph;
  node* nodes;
  shape* table;
  std::int16_t* shapes;
  std::string_view* tensors;
  coefficient_name* coefficients;
  std::uint8_t* neighbours;
  std::int16_t *leaf_slots, *parents;  // parents: for each node the names of the extents of one shape, and one more
  shape* node_shapes;
};
/// How many extents nodes may name.
constexpr int extents_of(int nodes) { return (max_axes + 1) * nodes + 1; }

/// Writes a formula node by node, operands first.
class writer {
public:
  constexpr writer(const writing_room& room, const atom_set& atoms, written_summary& summary)
      : room_(room),
        out_(summary),
        graph_(room.graph, atoms),
        sizes_(room.parents, max_axes * room.graph.capacity + 1) {}

  constexpr int tensor(std::string_view name) {
    int t = 0;
    while (t < out_.tensor_count && room_.tensors[t] != name) ++t;
    if (t == out_.tensor_count) room_.tensors[out_.tensor_count++] = name;
    return record(graph_.append({tensor_node, 0, {-1, -1, -1}, static_cast<std::uint64_t>(t)}, range::any),
                  own_shape(t));
  }
  /// The name of a tensor's extent.
  static constexpr std::int16_t first_extent(int tensor, int axis) { return as_index(1 + max_axes * tensor + axis); }
  constexpr int coefficient(std::string_view name, bool free) {
    int slot = 0;
    while (slot < out_.coefficient_count && (name.empty() || room_.coefficients[slot].given != name)) ++slot;
    if (slot == out_.coefficient_count) {
      auto& c = room_.coefficients[out_.coefficient_count++];
      c.given = name;
      c.free = free;
      if (name.empty()) write_automatic(c.automatic, automatic_count_++);
    }
    room_.leaf_slots[out_.leaf_count++] = as_index(slot);
    const bool is_free = room_.coefficients[slot].free;
    return graph_.append(coefficient_of(slot, is_free), is_free ? range::any : range::nonnegative);
  }
  /// Something that has been refused in a sentence of its own.
  constexpr int refuse() { return graph_.report(problem::refused); }
  constexpr int constant(double v) {
    return graph_.append(constant_of(v), v < 0 ? range::nonpositive : range::nonnegative);
  }
  constexpr int call(int what, std::uint64_t bits, operand_list x) {
    const auto& f = facts(graph_, what);
    shape of[max_operands]{}, made{};
    bool numbers = true, a_number = false;
    for (int k = 0; k < f.arity; ++k) {
      of[k] = room_.node_shapes[x.at[k]];
      const bool number = is_number(x.at[k]);
      numbers = numbers && number;
      a_number = a_number || number;
    }
    if (f.meets == role::reduction && numbers) return graph_.report(problem::reduction_of_scalar);
    if (f.has_shape && a_number) return graph_.report(problem::matrix_of_scalar);
    if (f.has_shape) {
      made = f.found_shape(sizes_, of, bits);
    } else {
      for (int k = 0; k < f.arity; ++k) made = fitted(made, of[k]);
      if (f.reduces) made = made.without(bits == 0 ? all_axes : static_cast<unsigned>(bits));
    }
    const std::int16_t domain = made == shape{} ? scalar_domain : std::int16_t{0};
    return record(graph_.append({as_index(what), domain, {x.at[0], x.at[1], x.at[2]}, bits}, range::any), made);
  }

  /// The shapes of all nodes named, and what is wrong with the formula; the last node is its root.
  constexpr void finish() {
    out_.size = graph_.size();
    out_.trouble = graph_.trouble();
    for (int i = 0; i < out_.size; ++i) room_.nodes[i] = graph_[i];
    if (out_.trouble == problem::none) settle_shapes();
    if (out_.trouble == problem::none) settle_neighbours();
    find_sparse();
    if (out_.trouble == problem::none && out_.tensor_count == 0) out_.trouble = problem::no_tensor;
    if (out_.trouble == problem::none && !room_.nodes[out_.size - 1].scalar()) out_.trouble = problem::not_a_scalar;
    for (int t = 0; t < out_.tensor_count; ++t)
      for (int c = 0; c < out_.coefficient_count; ++c)
        if (room_.tensors[t] == room_.coefficients[c].given) out_.trouble = problem::two_roles;
    if (out_.tensor_count > max_tensors) out_.trouble = problem::too_many_tensors;
  }

private:
  constexpr int record(int node, const shape& s) {
    room_.node_shapes[node] = s;
    return node;
  }
  /// Whether a node is a number, not a matrix whose rows and columns turn out to be one.
  constexpr bool is_number(int i) const {
    const node& n = graph_[i];
    if (n.what < 0) return n.what != tensor_node;
    const auto meets = facts(graph_, n.what).meets;
    if (meets == role::reduction) return room_.node_shapes[i] == shape{};
    bool numbers = meets == role::entries && n.operands[0] >= 0;
    for (const int x : n.operands) numbers = numbers && (x < 0 || is_number(x));
    return numbers;
  }
  static constexpr shape own_shape(int tensor) {
    shape own;
    for (int k = 0; k < max_axes; ++k) own.axes[k] = first_extent(tensor, k);
    return own;
  }
  /// The shape of a + b: axes that both have are equal.
  constexpr shape fitted(const shape& a, const shape& b) {
    if (a == shape{} || a == b) return b;
    for (int k = 0; k < max_axes; ++k)
      if (a.axes[k] != unit_extent && b.axes[k] != unit_extent) sizes_.same(a.axes[k], b.axes[k]);
    return broadcast(a, b);
  }
  /// Names the shape of every node by its place in a table that begins with those of the tensors.
  constexpr void settle_shapes() {
    for (int t = 0; t < out_.tensor_count; ++t) room_.table[t] = sizes_.rooted(own_shape(t));
    out_.shape_count = out_.tensor_count;
    const auto place = [&](const shape& s) {
      int i = 0;
      while (i < out_.shape_count && !(room_.table[i] == s)) ++i;
      if (i == out_.shape_count) room_.table[out_.shape_count++] = s;
      return as_index(i);
    };
    for (int t = 0; t < out_.tensor_count; ++t) room_.shapes[t] = place(room_.table[t]);
    shape last;
    std::int16_t domain = scalar_domain;
    const bool any_fresh = sizes_.count() > max_axes * room_.graph.capacity + 1;
    for (int i = 0; i < out_.size; ++i) {
      const auto& own = room_.node_shapes[i];
      if (room_.nodes[i].scalar()) continue;
      if (i == 0 || !(own == last)) {  // most are as the one before
        last = own;
        const auto s = sizes_.rooted(own);
        if (any_fresh)
          for (const auto e : s.axes)
            if (e > max_axes * out_.tensor_count) out_.trouble = problem::unknown_size;
        domain = s == shape{} ? scalar_domain : place(s);
      }
      room_.nodes[i].domain = domain;
    }
  }
  /// Finds the axes of the tensors along which entries meet their neighbours.
  constexpr void settle_neighbours() {
    for (int i = 0; i < out_.size; ++i) {
      const node& n = room_.nodes[i];
      const unsigned axes = n.what < 0 ? 0u : facts(graph_, n.what).neighbours(n.bits);
      if (axes == 0) continue;
      const shape of = sizes_.rooted(room_.node_shapes[n.operands[0]]);
      if ((of.present() & axes) == 0) out_.trouble = problem::no_neighbours;
      for (int t = 0; t < out_.tensor_count; ++t)
        for (int k = 0; k < max_axes; ++k)
          for (int j = 0; j < max_axes; ++j)
            if ((axes >> j & 1) != 0 && of.axes[j] != unit_extent && of.axes[j] == room_.table[t].axes[k])
              room_.neighbours[t] = static_cast<std::uint8_t>(room_.neighbours[t] | 1u << k);
    }
  }
  /// Which tensors are sparse matrices that are applied, and which are met entry by entry.
  constexpr void find_sparse() {
    for (int i = 0; i < out_.size; ++i)
      for (int k = 0; k < max_operands && room_.nodes[i].operands[k] >= 0; ++k) {
        const node& n = room_.nodes[i];
        const int x = n.operands[k];
        if (room_.nodes[x].what != tensor_node || room_.nodes[x].bits >= max_tensors) continue;
        const bool applied = k == 0 && n.what >= 0 && facts(graph_, n.what).applies_first;
        (applied ? out_.applied : out_.used) |= std::uint64_t{1} << room_.nodes[x].bits;
      }
  }
  static constexpr void write_automatic(char* out, int n) {
    *out++ = 'c';
    char digits[8]{};
    int count = 0;
    do digits[count++] = static_cast<char>('0' + n % 10);
    while ((n /= 10) > 0);
    while (count > 0) *out++ = digits[--count];
  }

  const writing_room room_;
  written_summary& out_;
  builder graph_;
  extents sizes_;
  int automatic_count_ = 0;
};

/// A formula of at most N nodes, the last one the root, and its names.
template <int N> struct written_formula : written_summary {
  node nodes[N]{};
  shape table[N]{};          // the shapes that domains name: first those of the tensors
  std::int16_t shapes[N]{};  // by tensor: the first tensor of equal shape
  std::string_view tensors[N]{};
  coefficient_name coefficients[N]{};
  std::uint8_t neighbours[N]{};  // by tensor, bit k: entries meet their neighbours along axis k
  std::int16_t leaf_slots[N]{};  // by coefficient leaf in reading order
};

}  // namespace regula::dsl
