// SPDX-License-Identifier: MIT
/// How atoms are computed, in the words of the numbers (reading/noted.hpp): by their number in a formula. A file that asks
/// compiles the values of all the library's atoms once more.
#pragma once
#include <dsl/reading/atom_texts.hpp>

namespace regula::dsl {

template <class List> struct computed_table;
template <class... A> struct computed_table<type_list<A...>> {
  using function = notes (*)();
  template <class B> static constexpr function of() {
    if constexpr (can_be_noted<B>)
      return &notes_of<B>;
    else
      return nullptr;
  }
  static constexpr function rows[] = {of<A>()...};
};

/// Null where entries are not computed from the arguments' entries alone.
inline auto computed_of(const formula_view& f, int what) {
  return what < library_atoms::size ? computed_table<library_atoms>::rows[what] : f.atom(what).computed;
}

}  // namespace regula::dsl
