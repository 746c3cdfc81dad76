// SPDX-License-Identifier: MIT
/// Products of the matrices of layers, on the threads of a call; for the library's own sources.
#pragma once
#include <Eigen/Core>
#include <regula/layers/parts.hpp>

namespace regula::layers {

/// What products of Eigen divide evenly: rows and columns of registers, of every kind of processor.
inline constexpr std::ptrdiff_t product_grain = 48;

/// out = a b, or out += a b, of matrices in memory that do not overlap.
template <bool Add, class Out, class A, class B>
void product_in_parts(const policy& on, Out out, const A& a, const B& b) {
  const auto rows = out.rows(), columns = out.cols();
  const auto set = [](auto&& to, const auto& what) {
    if constexpr (Add)
      to.noalias() += what;
    else
      to.noalias() = what;
  };
  const bool by_rows = rows >= columns;
  const auto parts = parts_of(rows * columns * a.cols(), (by_rows ? rows : columns) / product_grain);
  if (parts == 1) return set(out, a * b);
  const auto n = by_rows ? rows : columns;
  for_parts(on, n, size_of_part(n, parts, product_grain), [&](std::ptrdiff_t first, std::ptrdiff_t count) {
    if (by_rows)
      set(out.middleRows(first, count), a.middleRows(first, count) * b);
    else
      set(out.middleCols(first, count), a * b.middleCols(first, count));
  });
}
template <class Out, class A, class B> void assign_product(const policy& on, Out out, const A& a, const B& b) {
  product_in_parts<false>(on, out, a, b);
}
template <class Out, class A, class B> void add_product(const policy& on, Out out, const A& a, const B& b) {
  product_in_parts<true>(on, out, a, b);
}

}  // namespace regula::layers
