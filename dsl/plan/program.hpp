// SPDX-License-Identifier: MIT
/// The nodes a kernel computes, as data. Two formulas with one program share one kernel; names are not in it.
#pragma once
#include <dsl/graph/facts.hpp>
#include <dsl/plan/request.hpp>

namespace regula::dsl {

/// N nodes in order of dependence, O outputs, and S shapes that domains name, those of the tensors first. Structural: a
/// template argument.
template <int N, int O, int S> struct program {
  node nodes[N]{};
  output outputs[O]{};
  shape shapes[S]{};

  static constexpr int size = N, output_count = O, shape_count = S;
  constexpr bool operator==(const program&) const = default;
};

/// norm2 among them: a root has the range of its operand, the sum of squares below it has not.
constexpr bool is_primitive_reduction(int what) {
  return what == atom_id::sum || what == atom_id::norm2 || what == atom_id::highest || what == atom_id::lowest;
}

/// Whether scalar i is one over a norm, or a multiple of that: entries that it multiplies are in the norm.
constexpr bool divides_by_norm(const node* nodes, int i) {
  const node& n = nodes[i];
  if (n.what == atom_id::safe_inverse) return nodes[n.operands[0]].what == atom_id::norm2;
  return n.what == atom_id::multiply &&
         (divides_by_norm(nodes, n.operands[0]) || divides_by_norm(nodes, n.operands[1]));
}

/// A program wherever it lies, and the atoms that it names.
struct program_view {
  const node* nodes;
  int size;
  const output* outputs;
  int output_count;
  const shape* shapes;
  int shape_count, tensor_count;
  atom_set atoms;

  constexpr const node& operator[](int i) const { return nodes[i]; }
  constexpr shape shape_at(std::int16_t domain) const { return domain == scalar_domain ? shape{} : shapes[domain]; }
  constexpr bool meets(int i, role r) const { return nodes[i].what >= 0 && atoms.facts(nodes[i].what).meets == r; }
  constexpr bool is_view(int i) const { return meets(i, role::view); }
  constexpr bool is_operation(int i) const { return meets(i, role::operation); }
  constexpr bool is_reduction(int i) const { return is_primitive_reduction(nodes[i].what); }
  /// What a view shows.
  constexpr int base(int i) const {
    while (is_view(i)) i = nodes[i].operands[0];
    return i;
  }
  /// Whether i lies in memory before anything is computed from it, views included.
  constexpr bool is_stored(int i) const {
    const int b = base(i);
    return nodes[b].what == tensor_node || is_operation(b);
  }
  /// Whether a node is computed from i.
  constexpr bool is_used(int i) const {
    for (int k = i + 1; k < size; ++k)
      for (const int x : nodes[k].operands)
        if (x == i) return true;
    return false;
  }
};

}  // namespace regula::dsl
