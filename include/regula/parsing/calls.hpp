// SPDX-License-Identifier: MIT
/// One call of a parsed penalty: its tensors by name, checked and handed to the engine.
#pragma once
#include <dsl/call/check.hpp>
#include <regula/parsing/state.hpp>

namespace regula::parsing {

/// What a call asks for; buffers: whether tensors come with one, at least one, any or none.
enum class buffers { none, some, any };
struct question {
  bool value = true;
  buffers tensors = buffers::none;
  bool adds = false, coefficients = false;
  dsl::order derivative = dsl::order::first;
};
struct answer {
  double value = 0.0;
  std::vector<double> slopes;  // by coefficient, if they were asked for
};

/// Throws argument_error, shape_error, overlap_error or coefficient_error before anything is written.
answer ask(const parsed_penalty& p, const question& q, parsed_penalty::arguments tensors);

}  // namespace regula::parsing
