// SPDX-License-Identifier: MIT
/// The functions of dsl/numbers on numbers that write down what happens to them.
#pragma once
#include <dsl/numbers/traced.hpp>

namespace regula {

inline traced abs(traced a) {
  return tracing::apply(
      traced_step::abs, [](one_lane x) { return abs(x); }, a);
}
inline traced sign(traced a) {
  return tracing::apply(
      traced_step::sign, [](one_lane x) { return sign(x); }, a);
}
inline traced nonzero(traced a) {
  return tracing::apply(
      traced_step::nonzero, [](one_lane x) { return nonzero(x); }, a);
}
inline traced inverse(traced a) {
  return tracing::apply(
      traced_step::inverse, [](one_lane x) { return inverse(x); }, a);
}
inline traced safe_inverse(traced a) {
  return tracing::apply(
      traced_step::safe_inverse, [](one_lane x) { return safe_inverse(x); }, a);
}
inline traced sqrt(traced a) {
  return tracing::apply(
      traced_step::sqrt, [](one_lane x) { return sqrt(x); }, a);
}
inline traced inverse_sqrt(traced a) {
  return tracing::apply(
      traced_step::inverse_sqrt, [](one_lane x) { return inverse_sqrt(x); }, a);
}
inline traced safe_inverse_sqrt(traced a) {
  return tracing::apply(
      traced_step::safe_inverse_sqrt, [](one_lane x) { return safe_inverse_sqrt(x); }, a);
}
inline traced exp(traced a) {
  return tracing::apply(
      traced_step::exp, [](one_lane x) { return exp(x); }, a);
}
inline traced expm1(traced a) {
  return tracing::apply(
      traced_step::expm1, [](one_lane x) { return expm1(x); }, a);
}
inline traced log(traced a) {
  return tracing::apply(
      traced_step::log, [](one_lane x) { return log(x); }, a);
}
inline traced log1p(traced a) {
  return tracing::apply(
      traced_step::log1p, [](one_lane x) { return log1p(x); }, a);
}
inline traced sin(traced a) {
  return tracing::apply(
      traced_step::sin, [](one_lane x) { return sin(x); }, a);
}
inline traced cos(traced a) {
  return tracing::apply(
      traced_step::cos, [](one_lane x) { return cos(x); }, a);
}
inline traced tanh(traced a) {
  return tracing::apply(
      traced_step::tanh, [](one_lane x) { return tanh(x); }, a);
}
inline traced atan(traced a) {
  return tracing::apply(
      traced_step::atan, [](one_lane x) { return atan(x); }, a);
}

inline traced copysign(traced a, traced b) {
  return tracing::apply(
      traced_step::copysign, [](one_lane x, one_lane y) { return copysign(x, y); }, a, b);
}
inline traced min(traced a, traced b) {
  return tracing::apply(
      traced_step::min, [](one_lane x, one_lane y) { return min(x, y); }, a, b);
}
inline traced max(traced a, traced b) {
  return tracing::apply(
      traced_step::max, [](one_lane x, one_lane y) { return max(x, y); }, a, b);
}
inline traced greater(traced a, traced b) {
  return tracing::apply(
      traced_step::greater, [](one_lane x, one_lane y) { return greater(x, y); }, a, b);
}
inline traced is_equal(traced a, traced b) {
  return tracing::apply(
      traced_step::is_equal, [](one_lane x, one_lane y) { return is_equal(x, y); }, a, b);
}
inline traced tanh_slope(traced a, traced b) {
  return tracing::apply(
      traced_step::tanh_slope, [](one_lane x, one_lane y) { return tanh_slope(x, y); }, a, b);
}
}  // namespace regula
