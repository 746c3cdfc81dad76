// SPDX-License-Identifier: MIT
/// Products of the matrices of layers, on the threads of a call; for the library's own sources.
#pragma once
#include <regula/ndarray.hpp>
#include <regula/policy.hpp>

namespace regula::layers {

/// How many parts work is cut into, which is of so many multiplications and additions: by its size alone, so that its bits
/// are the same on any number of threads.
inline std::ptrdiff_t parts_of(std::ptrdiff_t work, std::ptrdiff_t most) {
  constexpr std::ptrdiff_t least = std::ptrdiff_t{1} << 18;
  return std::clamp<std::ptrdiff_t>(work / least, 1, std::max<std::ptrdiff_t>(std::min<std::ptrdiff_t>(most, 8), 1));
}

/// The size of `parts` shares of n, a multiple of `grain`; the last is what is left.
inline std::ptrdiff_t size_of_part(std::ptrdiff_t n, std::ptrdiff_t parts, std::ptrdiff_t grain = 1) {
  return ((n + parts - 1) / parts + grain - 1) / grain * grain;
}
/// f(first, count) for each share of so many of n.
template <class F> void for_parts(const policy& on, std::ptrdiff_t n, std::ptrdiff_t each, const F& f) {
  const auto part = [&](std::ptrdiff_t i) { f(i * each, std::min(each, n - i * each)); };
  const auto count = each > 0 ? (n + each - 1) / each : 0;
  if (on.crew().threads() > 1 && count > 1)
    on.crew().run(count, part);
  else
    for (std::ptrdiff_t i = 0; i < count; ++i) part(i);
}

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
