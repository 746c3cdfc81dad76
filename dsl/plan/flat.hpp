// SPDX-License-Identifier: MIT
/// Plans that only sweep over whole tensors, entry by entry: small calls of these have a driver of their own.
#pragma once
#include <dsl/plan/plan.hpp>
#include <dsl/plan/program.hpp>

namespace regula::dsl {

/// How many tensors a program names; at least one.
template <class Program> constexpr int tensors_among(const Program& p) {
  int n = 1;
  for (const auto& x : p.nodes)
    if (x.what == tensor_node && x.slot() >= n) n = x.slot() + 1;
  return n;
}

/// Whether no sweep has rims, views, patterns or broadcasts, and nothing but tensors lies in memory. A tensor's shape is
/// then named by a tensor of that shape.
constexpr bool is_flat(const program_view& p, const plan_view& plan, int tensors) {
  const auto is_tensor_shape = [&](int domain) { return domain < tensors; };
  if (plan.sizes.operations > 0 || plan.sizes.temporaries > 0) return false;
  for (int g = 0; g < plan.sizes.groups; ++g)
    if (plan.groups[g].apart != 0 || !is_tensor_shape(plan.groups[g].domain)) return false;
  for (int k = 0; k < plan.sizes.sweeps; ++k) {
    const auto& s = plan.sweeps[k];
    for (int i = 0; i < s.loads.count; ++i) {
      const auto& x = plan.loads[s.loads.first + i];
      if (x.from != source::memory || p[x.node].what != tensor_node) return false;
      if (p[x.node].domain != plan.groups[s.group].domain) return false;
    }
  }
  for (int i = 0; i < p.size; ++i)
    if (p[i].what == extent_node && !is_tensor_shape(static_cast<int>(p[i].bits))) return false;
  return true;
}

}  // namespace regula::dsl
