// SPDX-License-Identifier: MIT
/// What a kernel reads and writes.
#pragma once
#include <dsl/walk/channel.hpp>

namespace regula::dsl {

/// Inputs, counts and outputs by tensor, results by output of the program.
template <class S> struct frame {
  const double* coefficients;
  const channel<const S>* inputs;
  const std::ptrdiff_t* counts;
  const channel<S>* outputs;
  double* results;
};

}  // namespace regula::dsl
