// SPDX-License-Identifier: MIT
/// Words that are no formula as they are written: each says what to write instead.
#pragma once
#include <dsl/atoms/atom.hpp>

namespace regula {
namespace dsl {

template <class... X>
concept any_expression = (expression<X> || ...);

/// Chosen when nothing else fits: the words of a door take fewer kinds of arguments, and are more specialized.
template <class... X> constexpr auto needs_decompositions() {
  static_assert((is_refused<X> || ...),
                "this word is in <regula/decompositions.hpp>: include it, and give it as many arguments as it takes");
  return refused_formula{};
}
template <class... X> constexpr auto needs_sparse() {
  static_assert((is_refused<X> || ...),
                "this word is in <regula/sparse.hpp>: include it, and give it as many arguments as it takes");
  return refused_formula{};
}

/// Whatever is no formula; a function of the user's fits better.
struct any_argument {
  template <class T> constexpr any_argument(const T&) {}
};
template <class Unused> constexpr refused_formula refuse_tensor() {
  static_assert(
      always_false<Unused>,
      "this is no formula: write a tensor's name, as in sum(abs(W)), and pass the tensor to the penalty, p(w)");
  return {};
}

}  // namespace dsl

template <class X, class P>
  requires dsl::any_expression<X, P>
constexpr auto pow(const X&, const P&) {
  static_assert(dsl::is_refused<X> || dsl::is_refused<P>,
                "an exponent is part of the formula: write pow<2>(W), or pow<P, Q>(W) for W to the power P / Q");
  return dsl::refused_formula{};
}

template <class C, class A, class B>
  requires(dsl::any_expression<C, A, B> || dsl::symbolic<C> || dsl::symbolic<A> || dsl::symbolic<B>)
constexpr auto select(const C&, const A&, const B&) {
  static_assert(dsl::is_refused<C> || dsl::is_refused<A> || dsl::is_refused<B>,
                "select is for the value of an atom: in a formula write greater(W, 0.0) * a + greater(0.0, W) * b");
  return dsl::refused_formula{};
}

template <class... X>
  requires dsl::any_expression<X...>
constexpr auto nuclear_norm(X...) { return dsl::needs_decompositions<X...>(); }
template <class... X>
  requires dsl::any_expression<X...>
constexpr auto spectral_norm(X...) { return dsl::needs_decompositions<X...>(); }
template <class... X>
  requires dsl::any_expression<X...>
constexpr auto log_det(X...) { return dsl::needs_decompositions<X...>(); }
template <class... X>
  requires dsl::any_expression<X...>
constexpr auto sorted_l1(X...) { return dsl::needs_decompositions<X...>(); }
template <int, int = 1, class... X>
  requires dsl::any_expression<X...>
constexpr auto singular_powers(X...) { return dsl::needs_decompositions<X...>(); }
template <int, int = 1, class... X>
  requires dsl::any_expression<X...>
constexpr auto schatten(X...) { return dsl::needs_decompositions<X...>(); }
template <int, class... X>
  requires dsl::any_expression<X...>
constexpr auto top_k_sum(X...) { return dsl::needs_decompositions<X...>(); }
template <int = 16, class... X>
  requires dsl::any_expression<X...>
constexpr auto power_norm(X...) { return dsl::needs_decompositions<X...>(); }
template <class... X>
  requires dsl::any_expression<X...>
constexpr auto apply(X...) { return dsl::needs_sparse<X...>(); }
template <class... X>
  requires dsl::any_expression<X...>
constexpr auto group_sums(X...) { return dsl::needs_sparse<X...>(); }

namespace symbols {
template <class Unused = void> constexpr auto sum(dsl::any_argument) { return dsl::refuse_tensor<Unused>(); }
template <class Unused = void> constexpr auto mean(dsl::any_argument) { return dsl::refuse_tensor<Unused>(); }
template <class Unused = void> constexpr auto abs(dsl::any_argument) { return dsl::refuse_tensor<Unused>(); }
template <class Unused = void> constexpr auto square(dsl::any_argument) { return dsl::refuse_tensor<Unused>(); }
template <class Unused = void> constexpr auto norm1(dsl::any_argument) { return dsl::refuse_tensor<Unused>(); }
template <class Unused = void> constexpr auto norm2(dsl::any_argument) { return dsl::refuse_tensor<Unused>(); }
}  // namespace symbols

}  // namespace regula
