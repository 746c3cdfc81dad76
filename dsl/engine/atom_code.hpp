// SPDX-License-Identifier: MIT
/// An atom's block as code that a plan made at run time can call: on numbers, on blocks of entries, on matrices.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/engine/block_code.hpp>
#include <dsl/graph/atom_set.hpp>
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/matrix/workspace.hpp>
#include <dsl/run/instruction.hpp>

namespace regula::dsl {

/// Null where there is none. scaled, add_scaled and sums are made of the library's atoms that cost less than a pass over a
/// block. Others are compiled elsewhere, for registers of another length it may be, where what a sum has gathered so far is
/// the engine's; and the library is compiled so that these forms round as the separate ones do: what one sweep computes
/// another may compute again and compare.
template <class S> struct atom_code {
  double (*number)(const one_lane* x, std::uint64_t bits);
  block_code<S> plain, number_first, number_second, scaled, add_scaled;
  block_code<S> sums[most_parts + 1];        // by parts
  block_code<S> logarithms[most_parts + 1];  // the sums of a sweep over whole tensors
  double (*compute_number)(const matrix_ref<const S>* x, std::uint64_t bits, workspace& w);
  void (*compute)(const matrix_ref<S>& out, const matrix_ref<const S>* x, std::uint64_t bits, workspace& w);
  std::ptrdiff_t (*room)(std::ptrdiff_t rows, std::ptrdiff_t cols);  // of what is packed
};

template <class A> double value_of_number(const one_lane* x, std::uint64_t bits) {
  if constexpr (std::is_same_v<A, kept_atom>)
    return A::template value<0>(x[0], x[1]).v;
  else if constexpr (A::arity == 1)
    return function_of<A>::at(x[0], bits).v;
  else if constexpr (A::arity == 2)
    return evaluate<A, 0, one_lane>(x[0], x[1]).v;
  else
    return evaluate<A, 0, one_lane>(x[0], x[1], x[2]).v;
}

template <class A, class S> constexpr void add_block_code(atom_code<S>& code) {
  constexpr bool both = A::arity == 2 || std::is_same_v<A, kept_atom>;  // a pattern's zeros and ones come first
  code.number = &value_of_number<A>;
  if constexpr (both) {
    using forms = binary_forms<A, S>;
    code.plain = &forms::plain, code.number_first = &forms::number_first, code.number_second = &forms::number_second;
  } else if constexpr (A::arity == 3) {
    code.plain = &ternary_form<A, S>;
  } else if constexpr (A::arity == 1) {
    using forms = block_forms<function_of<A>, S>;
    code.plain = &forms::plain;
    if constexpr (has_factor<A> && fuses<S> && position_of<A, library_atoms> >= 0) {
      code.logarithms[1] = &logarithm_forms<A, S>::template gathered<1>;
      code.logarithms[2] = &logarithm_forms<A, S>::template gathered<2>;
      code.logarithms[4] = &logarithm_forms<A, S>::template gathered<4>;
    }
    if constexpr (A::cost <= 4 && !A::parametric && position_of<A, library_atoms> >= 0) {
      constexpr int sum = atom_index<sum_atom>;
      code.scaled = &forms::scaled, code.add_scaled = &forms::add_scaled;
      code.sums[1] = &forms::template gathered<sum, 1>;
      code.sums[2] = &forms::template gathered<sum, 2>;
      code.sums[4] = &forms::template gathered<sum, 4>;
    }
  }
}
template <class A, class S> constexpr void add_matrix_code(atom_code<S>& code) {
  if constexpr (requires(matrix_ref<S> out, const matrix_ref<const S>* x, workspace& w) {
                  A::template compute<S>(out, x, std::uint64_t{}, w);
                })
    code.compute = [](const matrix_ref<S>& out, const matrix_ref<const S>* x, std::uint64_t bits, workspace& w) {
      A::template compute<S>(out, x, bits, w);
    };
  else if constexpr (has_computation<A>)
    code.compute_number = [](const matrix_ref<const S>* x, std::uint64_t bits, workspace& w) -> double {
      return A::template compute<S>(x, bits, w);
    };
  if constexpr (A::packed) code.room = [](std::ptrdiff_t rows, std::ptrdiff_t cols) { return A::room(rows, cols); };
}
template <class A, class S>
inline constexpr atom_code<S> code_of = [] {
  atom_code<S> code{};
  if constexpr (is_instruction<A>)
    add_block_code<A, S>(code);
  else if constexpr (A::meets == role::operation)
    add_matrix_code<A, S>(code);
  return code;
}();
template <class S, class List> struct code_table;
template <class S, class... A> struct code_table<S, type_list<A...>> {
  static constexpr const atom_code<S>* rows[sizeof...(A) + 1] = {&code_of<A, S>..., nullptr};
};

/// The code of reductions and of what is no atom's, in one place that another processor's table replaces.
template <class S> struct common_code {
  block_code<S> copy, fill, add_square, add_scaled_square, scaled_squares;
  block_code<S> scaled, add_scaled;           // of a block itself
  block_code<S> gathered[4][most_parts + 1];  // by kind of reduction, by parts
};
/// The kinds of primitive reductions.
constexpr int reduction_kind(int what) {
  return what == atom_id::sum ? 0 : what == atom_id::norm2 ? 1 : what == atom_id::highest ? 2 : 3;
}
template <class S>
inline constexpr common_code<S> common_code_of = [] {
  using common = common_forms<S>;
  using own = block_forms<itself, S>;
  common_code<S> c{&common::copy,           &common::fill, &common::add_square, &common::add_scaled_square,
                   &common::scaled_squares, &own::scaled,  &own::add_scaled,    {}};
  const auto add = [&]<int What>(std::integral_constant<int, What>) {
    auto& row = c.gathered[reduction_kind(What)];
    row[1] = &own::template gathered<What, 1>;
    row[2] = &own::template gathered<What, 2>;
    row[4] = &own::template gathered<What, 4>;
  };
  add(std::integral_constant<int, atom_id::sum>{}), add(std::integral_constant<int, atom_id::norm2>{});
  add(std::integral_constant<int, atom_id::highest>{}), add(std::integral_constant<int, atom_id::lowest>{});
  return c;
}();

/// The code of all atoms that a graph names by index: the library's, then others.
template <class S> struct code_set {
  atom_set facts;
  const common_code<S>* common;
  const atom_code<S>* const* library;
  const atom_code<S>* const* users = nullptr;

  const atom_code<S>& operator[](int what) const {
    return what < library_atoms::size ? *library[what] : *users[what - library_atoms::size];
  }
};

}  // namespace regula::dsl
