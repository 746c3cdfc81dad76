// SPDX-License-Identifier: MIT
/// + - * / and unary minus on formulas and numbers, elementwise; a scalar meets a tensor by broadcasting.
#pragma once
#include <dsl/syntax/leaves.hpp>

namespace regula {
namespace dsl {

/// A number in a formula becomes a coefficient leaf; a formula stays.
template <class T> constexpr auto lift(T x) {
  if constexpr (expression<T>) {
    return x;
  } else {
    static_assert(!std::is_same_v<T, bool>, "a formula takes numbers, not a bool: write 1.0 or 0.0");
    static_assert(
        std::is_arithmetic_v<T>,
        "a formula takes numbers and names: write the tensor's name, as in W, and bind it at the call, as in p(W = w)");
    double value = 0.0;
    if constexpr (std::is_arithmetic_v<T>) value = static_cast<double>(x);
    return make_node<yap::expr_kind::terminal>(literal_leaf{value});
  }
}

/// rowwise(x) and the like, which have operators of their own (syntax/along.hpp).
template <class T> inline constexpr unsigned axes_of = 0;

/// A formula on at least one side; what may be on the other, lift says.
template <class L, class R>
concept joined = (expression<L> || expression<R>)&&axes_of<L> == 0 && axes_of<R> == 0;

}  // namespace dsl

template <class L, class R>
  requires dsl::joined<L, R>
constexpr auto operator+(L l, R r) {
  return dsl::make_node<yap::expr_kind::plus>(dsl::lift(std::move(l)), dsl::lift(std::move(r)));
}
template <class L, class R>
  requires dsl::joined<L, R>
constexpr auto operator-(L l, R r) {
  return dsl::make_node<yap::expr_kind::minus>(dsl::lift(std::move(l)), dsl::lift(std::move(r)));
}
template <class L, class R>
  requires dsl::joined<L, R>
constexpr auto operator*(L l, R r) {
  return dsl::make_node<yap::expr_kind::multiplies>(dsl::lift(std::move(l)), dsl::lift(std::move(r)));
}
template <class L, class R>
  requires dsl::joined<L, R>
constexpr auto operator/(L l, R r) {
  return dsl::make_node<yap::expr_kind::divides>(dsl::lift(std::move(l)), dsl::lift(std::move(r)));
}
template <expression X> constexpr auto operator-(X x) { return dsl::make_node<yap::expr_kind::negate>(std::move(x)); }
template <expression X> constexpr auto operator+(X x) { return x; }

}  // namespace regula
