// SPDX-License-Identifier: MIT
/// Every atom of the library. Being in its family's list is being derived, printed, compiled and tested.
#pragma once
#include <dsl/atoms/power.hpp>
#include <dsl/atoms/products.hpp>
#include <dsl/atoms/reductions.hpp>
#include <dsl/atoms/refused_words.hpp>
#include <dsl/atoms/smooth.hpp>
#include <dsl/meta/type_list.hpp>

namespace regula {

using library_atoms =
    dsl::unite<type_list<>, arithmetic_atoms, basic_atoms, piecewise_atoms, power_atoms, transcendental_atoms,
               smooth_atoms, reduction_atoms, structure_atoms, product_atoms>::type;

namespace dsl {
/// Index of an atom in graphs: its place in library_atoms, then in the list of the formula's own atoms.
template <class A, class Users = type_list<>>
inline constexpr int atom_index = position_of<A, library_atoms> >= 0
                                      ? position_of<A, library_atoms>
                                      : (position_of<A, Users> >= 0 ? library_atoms::size + position_of<A, Users> : -1);

template <int I, class Users, bool InLibrary = (I < library_atoms::size)> struct atom_at_impl {
  using type = type_at<I, library_atoms>;
};
template <int I, class Users> struct atom_at_impl<I, Users, false> {
  using type = type_at<I - library_atoms::size, Users>;
};
template <int I, class Users> using atom_at = typename atom_at_impl<I, Users>::type;
}  // namespace dsl
}  // namespace regula
