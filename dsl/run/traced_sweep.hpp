// SPDX-License-Identifier: MIT
/// What a sweep of a plan does with an entry, written down.
#pragma once
#include <dsl/plan/plan.hpp>
#include <dsl/run/trace.hpp>

namespace regula::dsl {

/// The registers of a sweep, its scalars first. Inputs of the steps: its loads, then its scalars.
inline std::vector<traced> traced_sweep(const plan_view& plan, const sweep& s, const trace_set& atoms,
                                        step_list& steps) {
  std::vector<traced> at;
  for (int c = 0; c < s.scalars.count; ++c) at.push_back(traced::input(steps, s.loads.count + c));
  for (int q = 0; q < s.code.count; ++q) {
    const auto& x = plan.code[s.code.first + q];
    traced operands[max_operands];
    for (int j = 0; x.what >= 0 && j < max_operands; ++j) operands[j] = at[static_cast<std::size_t>(x.operands[j])];
    at.push_back(x.what < 0 ? traced::input(steps, x.slot) : atoms[x.what](operands, x.bits));
  }
  return at;
}

}  // namespace regula::dsl
