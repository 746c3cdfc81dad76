// SPDX-License-Identifier: MIT
/// What an atom's block states, and the first thing that it forgot.
#pragma once
#include <concepts>
#include <cstdint>
#include <dsl/atoms/parameters.hpp>
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

/// Whether a fact has a name that nothing reads. Only these are found: C++ cannot list the members of a class.
template <class A>
concept has_misspelt_fact = requires {
  A::bend;
}
|| requires { A::curvature; }
|| requires { A::convexity; }
|| requires { A::run; }
|| requires { A::trend; }
|| requires { A::monotone; }
|| requires { A::ranges; }
|| requires { A::domains; }
|| requires { A::ulp; }
|| requires { A::arities; }
|| requires { A::kink; }
|| requires { A::kinks; }
|| requires { A::uses; }
|| requires { typename A::kink; }
|| requires { typename A::use; };

/// The first thing an atom forgot to state; the sentences are in `call`.
enum class omission : std::int8_t {
  none,
  kind,
  name,
  misspelt,
  value,
  definition,
  shape,
  computation,
  slope,
  parameters,
  arguments
};
template <class A, int Arguments> constexpr omission omission_of() {
  if constexpr (!states_kind<A>)
    return omission::kind;
  else if constexpr (!states_name<A>)
    return omission::name;
  else if constexpr (has_misspelt_fact<A>)
    return omission::misspelt;
  else if constexpr (A::reduces && !has_definition<A> && !requires { A::gathers; })
    return omission::definition;
  else if constexpr (A::meets == role::entries && !has_value<A> && !has_definition<A>)
    return omission::value;
  else if constexpr (!has_slope<A> && !has_definition<A> && !has_adjoint<A> && A::meets != role::operation)
    return omission::slope;
  else if constexpr (A::meets == role::operation && !has_shape<A>)
    return omission::shape;
  else if constexpr (A::meets == role::operation && !has_computation<A> && !has_definition<A>)
    return omission::computation;
  else if constexpr (!A::parametric && !parameters_fit<A>())
    return omission::parameters;
  else
    return Arguments == A::arity ? omission::none : omission::arguments;
}

}  // namespace dsl
}  // namespace regula
