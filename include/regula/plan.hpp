// SPDX-License-Identifier: MIT
/// How a penalty goes over memory: its passes, what each reads, sums up and writes, and what an entry costs.
///
///   fmt::print("{}", regula::plan_text(p));
///
///   value and gradient: 1 pass
///   pass  over  reads  writes  flops  transcendental  bytes read  bytes written  sums up
///   1     W     W      dP/dW   8      0               4           4              s1 = sum(abs(W)), s2 = sum(square(W))
///   P = l1 * s1 + l2 * s2
///   dP/dW = l1 * sign(W) + 2 * l2 * W
///
/// Flops (exp, log, sin... apart) and bytes are per entry of float; bytes are twice as many for double. Tensors of
/// different shapes have passes of their own.
#pragma once
#include <dsl/text/plan.hpp>
#include <regula/penalty.hpp>

namespace regula {

/// Which call the plan is of.
enum class plan_of { value, gradient, value_and_gradient };

/// The plan of a call, gradients being those of all tensors.
template <plan_of Call = plan_of::value_and_gradient, class Formula> std::string plan_text(const penalty<Formula>&) {
  using facts = dsl::formula_facts<Formula>;
  constexpr std::uint64_t all = (std::uint64_t{1} << facts::written.tensor_count) - 1;
  constexpr dsl::request r{Call != plan_of::gradient, Call == plan_of::value ? 0 : all};
  const auto plan = dsl::view_plan<facts, r>();
  return dsl::plan_writer{plan}.text(Call == plan_of::value      ? "value"
                                     : Call == plan_of::gradient ? "gradient"
                                                                 : "value and gradient");
}

}  // namespace regula
