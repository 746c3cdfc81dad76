// SPDX-License-Identifier: MIT
/// Which functions an atom's block has, and whether they take as many arguments as its arity asks for.
#pragma once
#include <concepts>
#include <dsl/numbers/one_lane.hpp>
#include <type_traits>

namespace regula::dsl {

// Whether A has a member of the name: with it, the name is ambiguous in a class that inherits it twice. Looking at the
// name alone matters: the slopes of sin and cos call each other, and a look at their types would not end.
struct has_value_name {
  void value();
};
struct has_slope_name {
  void slope();
};
struct has_definition_name {
  void defined_as();
};
struct has_adjoint_name {
  void adjoint();
};
struct has_shape_name {
  void shape_of();
};
struct has_simplified_name {
  void simplified();
};
struct has_reading_name {
  void reads_as();
};
struct has_range_name {
  void range_from();
};
struct has_factor_name {
  void factor();
};
struct has_summand_name {
  void summand();
};
struct has_computation_name {
  void compute();
};
template <class A, class Name> struct probe : A, Name {};
template <class A>
concept has_value = !requires {
  &probe<A, has_value_name>::value;
};
template <class A>
concept has_slope = !requires {
  &probe<A, has_slope_name>::slope;
};
template <class A>
concept has_definition = !requires {
  &probe<A, has_definition_name>::defined_as;
};

template <class A>
concept has_adjoint = !requires {
  &probe<A, has_adjoint_name>::adjoint;
};
template <class A>
concept has_shape = !requires {
  &probe<A, has_shape_name>::shape_of;
};
template <class A>
concept has_simplified = !requires {
  &probe<A, has_simplified_name>::simplified;
};
template <class A>
concept has_reading = !requires {
  &probe<A, has_reading_name>::reads_as;
};
template <class A>
concept has_range_rule = !requires {
  &probe<A, has_range_name>::range_from;
};

template <class A>
concept has_factor = !requires {
  &probe<A, has_factor_name>::factor;
};
template <class A>
concept has_summand = !requires {
  &probe<A, has_summand_name>::summand;
};

template <class A>
concept has_computation = !requires {
  &probe<A, has_computation_name>::compute;
};

// Whether a function of A takes N arguments: beside one that takes any N, a call is ambiguous then, and chooses the
// other one if not. Again without a look at the types.
struct other_chosen {};
template <int N> struct any {
  template <class... X> static other_chosen value(const X&...);
  template <class... X> static other_chosen slope(const X&...);
  template <class... X> static other_chosen defined_as(const X&...);
  template <class... X> static other_chosen adjoint(const X&...);
};
template <> struct any<1> {
  static other_chosen value(const auto&);
  static other_chosen defined_as(const auto&);
};
template <> struct any<2> {
  static other_chosen value(const auto&, const auto&);
  static other_chosen slope(const auto&, const auto&);
  static other_chosen defined_as(const auto&, const auto&);
};
template <> struct any<3> {
  static other_chosen value(const auto&, const auto&, const auto&);
  static other_chosen slope(const auto&, const auto&, const auto&);
  static other_chosen defined_as(const auto&, const auto&, const auto&);
  static other_chosen adjoint(const auto&, const auto&, const auto&);
};
template <> struct any<4> {
  static other_chosen slope(const auto&, const auto&, const auto&, const auto&);
  static other_chosen adjoint(const auto&, const auto&, const auto&, const auto&);
};
template <> struct any<5> {
  static other_chosen adjoint(const auto&, const auto&, const auto&, const auto&, const auto&);
};
inline constexpr int any_count = 0;

template <class A, int N> struct value_beside : A, any<N> {
  using A::value;
  using any<N>::value;
};
template <class A, int N> struct slope_beside : A, any<N> {
  using A::slope;
  using any<N>::slope;
};
template <class A, int N> struct definition_beside : A, any<N> {
  using A::defined_as;
  using any<N>::defined_as;
};
template <class A, int N> struct adjoint_beside : A, any<N> {
  using A::adjoint;
  using any<N>::adjoint;
};

template <class A, int N, class... X>
concept value_misses = requires(X... x) {
  { value_beside<A, N>::value(x...) } -> std::same_as<other_chosen>;
};
template <class A, int N, class... X>
concept slope_misses = requires(X... x) {
  { slope_beside<A, N>::slope(x...) } -> std::same_as<other_chosen>;
};
template <class A, int N, class... X>
concept definition_misses = requires(X... x) {
  { definition_beside<A, N>::defined_as(x...) } -> std::same_as<other_chosen>;
};
template <class A, int N, class... X>
concept adjoint_misses = requires(X... x) {
  { adjoint_beside<A, N>::adjoint(x...) } -> std::same_as<other_chosen>;
};

/// A function that is no template, or an object, is not looked at. One that takes a pack loses against N arguments, and is
/// as good as another pack; that is asked second, for it would choose what takes N, and look at its types.
template <class A, class... X> constexpr bool parameters_fit(std::type_identity<X>...) {
  constexpr int n = sizeof...(X);
  if constexpr (has_value<A> && !requires { &A::value; })
    if constexpr (value_misses<A, n, X...>)
      if constexpr (value_misses<A, any_count, X...>) return false;
  if constexpr (has_definition<A> && !requires { &A::defined_as; })
    if constexpr (definition_misses<A, n, X...>)
      if constexpr (definition_misses<A, any_count, X...>) return false;
  if constexpr (has_slope<A> && !requires { &A::slope; })
    if constexpr (slope_misses<A, n + 1, X..., one_lane>)
      if constexpr (slope_misses<A, any_count, X..., one_lane>) return false;
  if constexpr (has_adjoint<A> && !requires { &A::adjoint; })
    if constexpr (adjoint_misses<A, n + 2, X..., one_lane, one_lane>)
      if constexpr (adjoint_misses<A, any_count, X..., one_lane, one_lane>) return false;
  return true;
}
template <class A> constexpr bool parameters_fit() {
  using x = std::type_identity<one_lane>;
  if constexpr (A::arity == 1)
    return parameters_fit<A>(x{});
  else if constexpr (A::arity == 2)
    return parameters_fit<A>(x{}, x{});
  else if constexpr (A::arity == 3)
    return parameters_fit<A>(x{}, x{}, x{});
  else
    return true;
}

}  // namespace regula::dsl
