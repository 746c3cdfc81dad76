// SPDX-License-Identifier: MIT
/// Where a sweep reads or writes: memory, or a buffer along the panel's rim; and where its sums go.
#pragma once
#include <dsl/numbers/pairwise_total.hpp>
#include <dsl/walk/operand.hpp>
#include <type_traits>

namespace regula::dsl {

/// A buffer along the rim of a panel. It gets its memory when the length of rims is known.
template <class S> struct rim_buffer { S* data = nullptr; };

/// An input (T const) or an output. `at` and the steps are those of the next call: line l begins at `at` + l * `step`.
template <class T> struct endpoint {
  operand<T> memory;
  rim_buffer<std::remove_const_t<T>>* rim = nullptr;  // null: it lies in memory
  T* at = nullptr;
  std::ptrdiff_t step = 0;
  T* base = nullptr;         // of all panels at one place of the outer axes
  std::ptrdiff_t panel = 0;  // from one entry of the panels' axis to the next
};

/// A reduction to a scalar, under way: the total of its blocks, or the extreme so far.
struct scalar_sum {
  pairwise_total total;
  double extreme;

  void begin(double start) {
    total.clear();
    extreme = start;
  }
};

/// A reduction to the rim; start: what one of nothing is; root: the rim gets the root of what is added up. sums and parts:
/// for each entry of the rim, in double, and what lanes of S add up before; sums_at, parts_at: for the next call.
template <class S> struct rim_sum {
  rim_buffer<S>* rim = nullptr;
  double start = 0.0;
  bool root = false;
  double *sums = nullptr, *sums_at = nullptr;
  S* parts_at = nullptr;
};

}  // namespace regula::dsl
