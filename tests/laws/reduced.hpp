// SPDX-License-Identifier: MIT
/// Arguments that have lost axes: a column, a row, and a matrix that is known to be one number.
#pragma once
#include <tests/laws/laws.hpp>
#include <tests/structure/groups.hpp>
#include <tests/structure/matrices.hpp>

namespace laws {

using structure_test::compiled;
using structure_test::cube;
using structure_test::made;
using structure_test::reals;
using structure_test::subject;
using namespace regula::symbols;

/// Atom of a user's: rows divided by their norms, columns by their sums.
struct shares_atom : regula::elementwise {
  static constexpr std::string_view name = "shares", latex = "s\\left({#1}\\right)";
  static constexpr auto defined_as(const auto& x) { return x / norm2(rowwise(x)) + x / sum(colwise(x)); }
};
/// The same, differentiated by its adjoint: softmax of the rows.
struct row_softmax_atom : regula::elementwise {
  static constexpr std::string_view name = "row_softmax", latex = "p\\left({#1}\\right)";
  static constexpr auto defined_as(const auto& x) { return exp(x) / sum(rowwise(exp(x))); }
  static constexpr auto adjoint(const auto&, const auto& y, const auto& a) { return y * (a - sum(rowwise(a * y))); }
};
/// A reduction that names axes itself: of each group the sum of the norms of its rows.
struct row_norms_atom : regula::reduction {
  static constexpr std::string_view name = "row_norms", latex = "\\left\\lVert {#1} \\right\\rVert_{2,1}";
  static constexpr auto defined_as(const auto& x) { return sum(norm2(rowwise(x))); }
};

/// A formula of one argument x, and what it is of a matrix of numbers.
struct reduced_law {
  std::string_view name;
  subject<double> of_column, of_row, of_number;
  real (*of)(const cube&);
};
template <class F> reduced_law reduced(std::string_view name, F, real (*of)(const cube&)) {
  return {name, compiled<double>(F{}(sum(rowwise(W)))), compiled<double>(F{}(sum(colwise(W)))),
          compiled<double>(F{}(regula::constant<3, 4> * regula::pow<0>(W))), of};
}

inline cube row_sums(const cube& w) {
  return made(structure_test::shape(w.n[0]), [&](const auto& at) {
    real s = 0;
    for (std::ptrdiff_t j = 0; j < w.n[1]; ++j) s += w(at[0], j);
    return s;
  });
}
inline cube column_sums(const cube& w) { return structure_test::flip(row_sums(structure_test::flip(w))); }
inline cube same_numbers(const cube& w) {
  return made(w.n, [](const auto&) { return real{0.75L}; });
}

inline void holds_reduced(const reduced_law& law) {
  for (const auto& [rows, columns] : {std::pair{3, 5}, {5, 3}, {1, 4}, {4, 1}, {9, 2}}) {
    cube w = structure_test::numbers(structure_test::shape(rows, columns), static_cast<unsigned>(rows + 20));
    for (std::size_t i = 0; i < w.x.size(); ++i)  // sums below 1, none 0, no two alike
      w.x[i] = static_cast<float>(std::fabs(w.x[i]) / 8 + 0.02L + 0.01L * std::sin(static_cast<real>(7 * i)));
    structure_test::right(law.name.data(), law.of_column, {[&](const cube& x) { return law.of(row_sums(x)); }}, w, 2,
                          {structure_test::by_columns});
    structure_test::right(law.name.data(), law.of_row, {[&](const cube& x) { return law.of(column_sums(x)); }}, w, 2,
                          {structure_test::by_rows});
    structure_test::right(law.name.data(), law.of_number, {[&](const cube& x) { return law.of(same_numbers(x)); }}, w,
                          2, {structure_test::by_columns});
  }
}

}  // namespace laws
