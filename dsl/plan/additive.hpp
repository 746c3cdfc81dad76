// SPDX-License-Identifier: MIT
/// Values that are sums over entries: those of the stretches of a tensor add up to that of the whole.
#pragma once
#include <dsl/plan/program.hpp>

namespace regula::dsl {

/// Whether output 0, the value, is c + a sum over the entries of the tensor, each by itself, times and plus numbers that
/// no tensor tells.
template <class Program> constexpr bool is_sum_over_entries(const Program& p) {
  enum kind { number, entries, total, other };
  kind kinds[Program::size]{};
  for (int i = 0; i < Program::size; ++i) {
    const node& n = p.nodes[i];
    const auto of = [&](int k) { return n.operands[k] < 0 ? number : kinds[n.operands[k]]; };
    const auto all = [&](kind a, kind b) {
      for (int k = 0; k < max_operands; ++k)
        if (of(k) != a && of(k) != b) return false;
      return true;
    };
    if (n.what == constant_node || n.what == coefficient_node)
      kinds[i] = number;
    else if (n.what == tensor_node)
      kinds[i] = n.slot() == 0 ? entries : other;
    else if (n.what == extent_node)
      kinds[i] = other;
    else if (!n.scalar())
      kinds[i] = all(entries, number) ? entries : other;
    else if (n.what == atom_id::sum)
      kinds[i] = of(0) == entries ? total : other;
    else if (is_primitive_reduction(n.what))
      kinds[i] = other;
    else if (all(number, number))
      kinds[i] = number;
    else if (n.what == atom_id::add || n.what == atom_id::subtract || n.what == atom_id::negate)
      kinds[i] = all(total, number) ? total : other;
    else if (n.what == atom_id::multiply)
      kinds[i] = (of(0) == total && of(1) == number) || (of(0) == number && of(1) == total) ? total : other;
    else if (n.what == atom_id::divide)
      kinds[i] = of(0) == total && of(1) == number ? total : other;
    else
      kinds[i] = other;
  }
  const auto value = kinds[p.outputs[0].node];
  return value == total || value == number;
}

}  // namespace regula::dsl
