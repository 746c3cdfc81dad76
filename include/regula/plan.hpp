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
/// A formula with rows, neighbours or matrices has phases: each begins with its matrix operations, then sweeps go over
/// panels (rows, columns...), which stay in the cache, and over their rims, where r1, r2... are. t1, t2... are in the
/// workspace, and s1, s2... are numbers:
///
///   value and gradient: 2 matrix operations, 1 sweep
///   phase  work     over   panels  reads  writes                        flops    ...  sums up
///   1      gram     -      -       W      t1 = gram(W)                  m*n^2    ...  -
///   1      entries  n x n  -       t1     t2 = 4 * l * (t1 - identity)  6        ...  s1 = sum(square(t1 - identity))
///   2      matmul   -      -       W, t2  dP/dW = matmul(W, t2)         2*m*n^2  ...  -
///   P = l * s1
///   dP/dW = matmul(W, t2)
///   workspace: t1: n x n, t2: n x n
///   m = rows of W, n = columns of W
///
/// Flops (exp, log, sin... apart) and bytes are per entry of float; bytes are twice as many for double. Tensors of
/// different shapes have passes of their own. A matrix operation's flops are those of the whole.
#pragma once
#include <dsl/text/plan.hpp>
#include <regula/penalty.hpp>

namespace regula {

/// The plan of a call, gradients being those of all tensors.
template <planned_call Call = planned_call::value_and_gradient, class Formula>
std::string plan_text(const penalty<Formula>&) {
  using facts = dsl::formula_facts<Formula>;
  constexpr auto r = dsl::request_of(Call, facts::written.tensor_count);
  return dsl::plan_table{dsl::plan_to_print<facts, r>()}.text(dsl::title_of(Call));
}

}  // namespace regula
