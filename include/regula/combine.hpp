// SPDX-License-Identifier: MIT
/// Penalties combine into penalties. <regula/penalty.hpp> includes it.
///
///   p + q, p - q, -p                          of penalties; one side may be a scalar formula: p + 0.1 * sum(abs(W))
///   2.0 * p, p * 2.0, p / 2.0                 multiples by numbers,
///   coef<"a">(0.1) * p, p / constant<2>       and by formulas without tensors
///
/// The result is the penalty of the combined formula, with the coefficients as they are at that moment. Tensors and
/// coefficients of one name are one: coefficient_error where the two values differ. Unnamed coefficients keep their
/// values and are numbered anew, c0, c1, ... in reading order.
/// Everything else is made of formulas: penalty(p.formula() * q.formula()).
#pragma once
#include <regula/penalty.hpp>

namespace regula {
namespace dsl {

template <class T>
concept summand = is_penalty<T> || has_tensor<T>;
template <class T>
concept multiplier = regula::operand<T> && !has_tensor<T>;

/// What stands beside a penalty, as a formula or a number.
template <bool Combines, class T> constexpr auto part_of(const T& x) {
  static_assert(
      Combines,
      "penalties combine as p + q, p - q, c * p and p / c, c a number or a coefficient: anything else is made "
      "of formulas, as in penalty(p.formula() * q.formula())");
  if constexpr (!Combines)
    return constant<1>;
  else if constexpr (is_penalty<T>)
    return x.formula();
  else
    return x;
}

}  // namespace dsl

template <class F, class R> constexpr auto operator+(const penalty<F>& p, const R& r) {
  return penalty(p.formula() + dsl::part_of<dsl::summand<R>>(r));
}
template <class L, class F>
  requires(!is_penalty<L>)
constexpr auto operator+(const L& l, const penalty<F>& p) {
  return penalty(dsl::part_of<dsl::summand<L>>(l) + p.formula());
}
template <class F> constexpr auto operator+(const penalty<F>& p) { return p; }

template <class F, class R> constexpr auto operator-(const penalty<F>& p, const R& r) {
  return penalty(p.formula() - dsl::part_of<dsl::summand<R>>(r));
}
template <class L, class F>
  requires(!is_penalty<L>)
constexpr auto operator-(const L& l, const penalty<F>& p) {
  return penalty(dsl::part_of<dsl::summand<L>>(l) - p.formula());
}
template <class F> constexpr auto operator-(const penalty<F>& p) { return penalty(-p.formula()); }

template <class F, class R> constexpr auto operator*(const penalty<F>& p, const R& r) {
  return penalty(p.formula() * dsl::part_of<dsl::multiplier<R>>(r));
}
template <class L, class F>
  requires(!is_penalty<L>)
constexpr auto operator*(const L& l, const penalty<F>& p) {
  return penalty(dsl::part_of<dsl::multiplier<L>>(l) * p.formula());
}

template <class F, class R> constexpr auto operator/(const penalty<F>& p, const R& r) {
  return penalty(p.formula() / dsl::part_of<dsl::multiplier<R>>(r));
}
template <class L, class F>
  requires(!is_penalty<L>)
constexpr auto operator/(const L& l, const penalty<F>& p) { return penalty(p.formula() / dsl::part_of<false>(l)); }

}  // namespace regula
