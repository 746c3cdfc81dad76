// SPDX-License-Identifier: MIT
/// What one call wants of a penalty.
#pragma once
#include <dsl/graph/node.hpp>
#include <dsl/plan/planned_call.hpp>

namespace regula::dsl {

enum class order : std::int8_t { first, hessian_vector, hessian_diagonal };

/// A call: the value, derivatives for the tensors in the mask, derivatives for the coefficients.
struct request {
  bool value = true;
  std::uint64_t tensors = 0;
  bool coefficients = false;
  order derivative = order::first;

  constexpr bool operator==(const request&) const = default;
};

/// The mask of the first `count` tensors, from 1 to max_tensors.
constexpr std::uint64_t all_tensors(int count) { return (std::uint64_t{2} << (count - 1)) - 1; }

/// Of a formula of so many tensors.
constexpr request request_of(planned_call call, int tensor_count) {
  return {call != planned_call::gradient, call == planned_call::value ? 0 : all_tensors(tensor_count)};
}
constexpr const char* title_of(planned_call call) {
  return call == planned_call::value ? "value" : call == planned_call::gradient ? "gradient" : "value and gradient";
}

enum class output_kind : std::int8_t { value, tensor, coefficient };

struct output {
  output_kind kind = output_kind::value;
  std::int16_t index = 0;  // of the tensor or the coefficient
  std::int16_t node = -1;
  std::int16_t domain = scalar_domain;

  constexpr bool operator==(const output&) const = default;
};

}  // namespace regula::dsl
