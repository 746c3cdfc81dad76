// SPDX-License-Identifier: MIT
/// What one call wants of a penalty, and the nodes that answer it.
#pragma once
#include <dsl/derive/second.hpp>
#include <dsl/rewrite/canonical.hpp>

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

/// Writes the outputs of `r` for the canonical P = `root`; returns how many.
template <int N, int F>
constexpr int answer(builder& g, int root, const written_formula<F>& f, request r, output* out) {
  int count = 0;
  const auto give = [&](output_kind kind, int index, int node, std::int16_t domain) {
    out[count++] = {kind, static_cast<std::int16_t>(index), static_cast<std::int16_t>(node), domain};
  };
  if (r.value) give(output_kind::value, 0, root, scalar_domain);
  if (r.tensors == 0 && !r.coefficients) return count;

  std::int16_t tensor_at[F + 1]{}, slot_at[F + 1]{}, gradient[F + 1]{};
  const auto collect = [&](const adjoints<N>& a, int top) {
    for (int t = 0; t < f.tensor_count; ++t) tensor_at[t] = -1;
    for (int c = 0; c < f.coefficient_count; ++c) slot_at[c] = -1;
    for (int i = 0; i <= top; ++i) {
      if (g[i].what == tensor_node && g[i].slot() < f.tensor_count) tensor_at[g[i].slot()] = a.of[i];
      if (g[i].what == coefficient_node) slot_at[g[i].slot()] = a.of[i];
    }
  };
  const auto or_zero = [&](int node) { return node < 0 ? g.constant(0.0) : node; };
  const auto asked = [&](int t) { return ((r.tensors >> t) & 1) != 0; };

  adjoints<N> a;
  reverse_sweep(g, root, {r.tensors, r.coefficients}, a);
  collect(a, root);
  if (r.derivative == order::first) {
    for (int t = 0; t < f.tensor_count; ++t)
      if (asked(t)) give(output_kind::tensor, t, or_zero(tensor_at[t]), f.shapes[t]);
    if (r.coefficients)
      for (int c = 0; c < f.coefficient_count; ++c)
        give(output_kind::coefficient, c, or_zero(slot_at[c]), scalar_domain);
    return count;
  }
  for (int t = 0; t < f.tensor_count; ++t) gradient[t] = asked(t) ? tensor_at[t] : std::int16_t{-1};
  if (r.derivative == order::hessian_vector) {
    const int along = directional<N>(g, gradient, f.shapes, f.tensor_count);
    reverse_sweep(g, along, {r.tensors, false}, a);
    collect(a, along);
    for (int t = 0; t < f.tensor_count; ++t)
      if (asked(t)) give(output_kind::tensor, t, or_zero(tensor_at[t]), f.shapes[t]);
  } else {
    for (int t = 0; t < f.tensor_count; ++t)
      if (asked(t))
        give(output_kind::tensor, t, gradient[t] < 0 ? g.constant(0.0) : diagonal_of<N>(g, gradient[t], t),
             f.shapes[t]);
  }
  return count;
}

}  // namespace regula::dsl
