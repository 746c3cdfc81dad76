// SPDX-License-Identifier: MIT
/// What an atom does with entries, written down: from its own `value`.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/numbers/traced_functions.hpp>
#include <dsl/run/instruction.hpp>

namespace regula::dsl {

template <> inline constexpr bool is_numeric<traced> = true;

/// The atom on operands that are traced; bits are those of the atom's node. Null where no instruction calls it.
using trace_function = traced (*)(const traced* x, std::uint64_t bits);

template <class A> traced trace_atom(const traced* x, std::uint64_t bits) {
  if constexpr (std::is_same_v<A, kept_atom>)
    return A::template value<0>(x[0], x[1]);
  else if constexpr (A::arity == 1 && A::parametric)
    return A::value_of(x[0], bits);
  else if constexpr (A::arity == 1)
    return evaluate<A, 0, traced>(x[0]);
  else if constexpr (A::arity == 2)
    return evaluate<A, 0, traced>(x[0], x[1]);
  else
    return evaluate<A, 0, traced>(x[0], x[1], x[2]);
}
template <class A> constexpr trace_function trace_of() {
  if constexpr (is_instruction<A>)
    return &trace_atom<A>;
  else
    return nullptr;
}

template <class List> struct trace_table;
template <class... A> struct trace_table<type_list<A...>> {
  static constexpr trace_function rows[sizeof...(A) + 1] = {trace_of<A>()..., nullptr};
};

/// The atoms that a graph names by index: the library's, then others.
struct trace_set {
  const trace_function* library = trace_table<library_atoms>::rows;
  const trace_function* users = nullptr;

  trace_function operator[](int what) const {
    return what < library_atoms::size ? library[what] : users[what - library_atoms::size];
  }
};

}  // namespace regula::dsl
