// SPDX-License-Identifier: MIT
/// + - * / and unary minus on formulas and numbers, elementwise; a scalar meets a tensor by broadcasting.
#pragma once
#include <dsl/syntax/leaves.hpp>

namespace regula {
namespace dsl {

/// A number in a formula becomes a coefficient leaf; a formula stays.
template <expression X>
constexpr X lift(X x) {
  return x;
}
template <class T>
  requires std::is_arithmetic_v<T>
constexpr auto lift(T value) {
  return terminal<literal_leaf>{hana::tuple<literal_leaf>{literal_leaf{static_cast<double>(value)}}};
}

template <yap::expr_kind Kind, class L, class R>
constexpr auto binary(L l, R r) {
  return make_node<Kind>(lift(std::move(l)), lift(std::move(r)));
}

}  // namespace dsl

template <operand L, operand R>
  requires(expression<L> || expression<R>)
constexpr auto operator+(L l, R r) {
  return dsl::binary<yap::expr_kind::plus>(std::move(l), std::move(r));
}
template <operand L, operand R>
  requires(expression<L> || expression<R>)
constexpr auto operator-(L l, R r) {
  return dsl::binary<yap::expr_kind::minus>(std::move(l), std::move(r));
}
template <operand L, operand R>
  requires(expression<L> || expression<R>)
constexpr auto operator*(L l, R r) {
  return dsl::binary<yap::expr_kind::multiplies>(std::move(l), std::move(r));
}
template <operand L, operand R>
  requires(expression<L> || expression<R>)
constexpr auto operator/(L l, R r) {
  return dsl::binary<yap::expr_kind::divides>(std::move(l), std::move(r));
}
template <expression X>
constexpr auto operator-(X x) {
  return dsl::make_node<yap::expr_kind::negate>(std::move(x));
}
template <expression X>
constexpr auto operator+(X x) {
  return x;
}

}  // namespace regula
