// SPDX-License-Identifier: MIT
/// What one call wants of a penalty.
#pragma once
#include <dsl/graph/node.hpp>

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

enum class output_kind : std::int8_t { value, tensor, coefficient };

struct output {
  output_kind kind = output_kind::value;
  std::int16_t index = 0;  // of the tensor or the coefficient
  std::int16_t node = -1;
  std::int16_t domain = scalar_domain;

  constexpr bool operator==(const output&) const = default;
};

}  // namespace regula::dsl
