// SPDX-License-Identifier: MIT
/// What an atom's block states, and the first thing that it forgot.
#pragma once
#include <concepts>
#include <cstdint>
#include <string_view>

namespace regula {

/// How an atom meets memory: entry by entry; an axis or all of them gathered; another view of its operand; or with the
/// whole operand and the whole result in memory.
enum class role { entries, reduction, view, operation };

namespace dsl {

template <class A>
concept states_name = requires {
  { A::name } -> std::convertible_to<std::string_view>;
  { A::latex } -> std::convertible_to<std::string_view>;
};
template <class A>
concept states_kind = requires {
  { A::reduces } -> std::convertible_to<bool>;
};

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

/// The first thing an atom forgot to state; the sentences are in `call`.
enum class omission : std::int8_t { none, kind, name, value, definition, slope, arguments };
template <class A, int Arguments> constexpr omission omission_of() {
  if constexpr (!states_kind<A>)
    return omission::kind;
  else if constexpr (!states_name<A>)
    return omission::name;
  else if constexpr (A::reduces && !has_definition<A> && !requires { A::gathers; })
    return omission::definition;
  else if constexpr (A::meets == role::entries && !has_value<A> && !has_definition<A>)
    return omission::value;
  else if constexpr (!has_slope<A> && !has_definition<A> && !has_adjoint<A> && A::meets != role::operation)
    return omission::slope;
  else
    return Arguments == A::arity ? omission::none : omission::arguments;
}

}  // namespace dsl
}  // namespace regula
