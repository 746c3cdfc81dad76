// SPDX-License-Identifier: MIT
/// The eigenvalue of largest magnitude of a symmetric matrix, without decomposing it.
#pragma once
#include <cstdint>
#include <dsl/matrix/domain.hpp>
#include <dsl/matrix/products.hpp>

namespace regula::dsl {

/// v' X v, with its sign, for the unit vector v that `iterations` steps of X reach from a start that never changes;
/// |v' X v| approaches the largest |eigenvalue| from below. The slope is sign(lambda) v v'.
/// With lambda_1, lambda_2 the two largest magnitudes and t the tangent of the angle between start and eigenvector, the
/// relative error is at most about t^2 (lambda_2 / lambda_1)^(2 iterations), and for any gap about log(n) / iterations.
/// A last step with X +- |lambda| tells lambda from -lambda where both are eigenvalues. 0 and a zero vector for X = 0.
template <class S>
double power_iteration(std::remove_const_t<S>* vector_or_null, const matrix_ref<S>& x, int iterations, const char* atom,
                       workspace& w) {
  using T = std::remove_const_t<S>;
  const T most = largest_of_symmetric<T>(x, atom);
  const auto n = x.rows;
  if (vector_or_null) std::fill_n(vector_or_null, n, T(0));
  if (most == T(0)) return 0.0;
  const scratch_scope scope(w);
  auto v = map_of(w.take<T>(n), n), y = map_of(w.take<T>(n), n), scaled = map_of(w.take<T>(n), n);
  std::uint32_t noise = 1;
  for (auto& entry : v) {
    noise = noise * 1664525u + 1013904223u;
    entry = T(1) + T(0.25) * (static_cast<T>(noise >> 8) / T(1 << 24) - T(0.5));
  }
  v /= v.norm();
  // X times a power of two, with entries of about 1: no product overflows.
  int exponent = 0;
  std::frexp(most, &exponent);
  using limits = std::numeric_limits<T>;
  exponent = std::clamp(exponent, -limits::max_exponent + 1, -limits::min_exponent + 1);
  const T scale = std::ldexp(T(1), -exponent);
  const auto step = [&] {
    scaled = scale * v;
    multiply(columns(y.data(), n, 1), T(1), x, columns(scaled.data(), n, 1), w);
    return y.norm();
  };
  T size = step();
  for (int i = 0; i < iterations && size > T(0); ++i) {
    v = y / size;
    size = step();
  }
  const bool above = (y + size * v).squaredNorm() >= (y - size * v).squaredNorm();
  y += above ? T(size) * v : T(-size) * v;
  if (const T length = y.norm(); length > T(0)) v = y / length;
  step();
  if (vector_or_null) map_of(vector_or_null, n) = v;
  const auto wide = [](const auto& entries) { return entries.template cast<double>(); };
  return std::ldexp(wide(v).dot(wide(y)) / wide(v).squaredNorm(), exponent);
}

}  // namespace regula::dsl
