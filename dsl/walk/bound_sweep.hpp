// SPDX-License-Identifier: MIT
/// A sweep connected to the memory of a call.
#pragma once
#include <dsl/plan/sweeps.hpp>
#include <dsl/walk/operand.hpp>
#include <dsl/walk/sweep_call.hpp>

namespace regula::dsl {

/// A buffer along the rim of a panel. It gets its memory when the length of rims is known.
template <class S> struct rim_buffer { S* data = nullptr; };

/// A sweep as plain data: its loops, compiled, and what they read and write.
template <class S> struct bound_sweep {
  void (*along)(sweep_call<S>&);
  void (*across)(sweep_call<S>&);
  void (*inside)(sweep_call<S>&) = nullptr;  // where every pattern holds; null: nothing is gained there
  bool on_rim;
  int inputs, outputs, folds;
  const source* sources;
  operand<const S>* in;  // of a rim: strides all 0
  operand<S>* out;
  rim_buffer<S>** in_rim;  // by input, or null
  rim_buffer<S>** out_rim;
  rim_buffer<S>** rim_parts;  // by fold
  double** rim_sums;
  const double* starts;  // by fold: what an empty one is
  // The call of the next lines.
  sweep_call<S> call;
  const S** in_at;
  S** out_at;
  std::ptrdiff_t *in_step, *out_step, *in_panel, *out_panel;
  const S** in_base;
  S** out_base;
  double** sums_at;
  S** parts_at;
  bool straight = false, only_rims = false;
};

}  // namespace regula::dsl
