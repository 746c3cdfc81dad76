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
    if constexpr (std::is_arithmetic_v<T>)
      return make_node<yap::expr_kind::terminal>(literal_leaf{static_cast<double>(x)});
    else
      return refused_formula{};
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

// What a formula has no operator for.

namespace dsl {
template <class L, class R>
concept compared = joined<L, R> || symbolic<L> || symbolic<R>;
template <class L, class R> constexpr auto refuse_comparison([[maybe_unused]] const L& l, [[maybe_unused]] const R& r) {
  static_assert(symbolic<L> || symbolic<R> || is_refused<L> || is_refused<R>,
                "a formula is not a number: greater(W, V) is 1 where W > V, else 0, and max(W, V), clamp, positive "
                "choose, without std::");
  if constexpr (symbolic<L>)
    l.refuse_comparison();
  else if constexpr (symbolic<R>)
    r.refuse_comparison();
  return refused_formula{};
}
}  // namespace dsl

template <class L, class R>
  requires dsl::joined<L, R>
constexpr auto operator^(const L&, const R&) {
  static_assert(dsl::is_refused<L> || dsl::is_refused<R>,
                "^ is no power: write square(W), pow<3>(W), or pow<P, Q>(W) for W to the power P / Q");
  return dsl::refused_formula{};
}
template <class L, class R>
  requires dsl::compared<L, R>
constexpr auto operator<(const L& l, const R& r) { return dsl::refuse_comparison(l, r); }
template <class L, class R>
  requires dsl::compared<L, R>
constexpr auto operator>(const L& l, const R& r) { return dsl::refuse_comparison(l, r); }
template <class L, class R>
  requires dsl::compared<L, R>
constexpr auto operator<=(const L& l, const R& r) { return dsl::refuse_comparison(l, r); }
template <class L, class R>
  requires dsl::compared<L, R>
constexpr auto operator>=(const L& l, const R& r) { return dsl::refuse_comparison(l, r); }
template <class L, class R>
  requires dsl::compared<L, R>
constexpr auto operator==(const L& l, const R& r) { return dsl::refuse_comparison(l, r); }
template <class L, class R>
  requires dsl::compared<L, R>
constexpr auto operator!=(const L& l, const R& r) { return dsl::refuse_comparison(l, r); }

}  // namespace regula
