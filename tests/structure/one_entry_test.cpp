// SPDX-License-Identifier: MIT
/// Products that have one row, one column, or one entry.
#include <dsl/atoms/sorted.hpp>
#include <regula/decompositions.hpp>
#include <tests/structure/groups.hpp>
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;

constexpr auto column = norm2(rowwise(W));
constexpr auto row = norm2(colwise(W));

cube column_of(const cube& w) {
  cube c{shape(w.n[0]), {}};
  for (const reals& r : groups(w, of_rows)) c.x.push_back(norm2_of(r));
  return c;
}
cube row_of(const cube& w) { return flip(column_of(flip(w))); }
/// The only entry of the column's gram, which is that of the row's outer gram.
real only(const cube& w) { return squares(w); }

template <class F> void holds(const char* name, F, real (*loop)(const cube&)) {
  const auto p = compiled<double>(F{});
  for (const auto& [rows, columns] : {std::pair{3, 5}, {5, 3}, {1, 4}, {4, 1}})
    right(name, p, {loop}, numbers(shape(rows, columns), static_cast<unsigned>(rows)), 2, {by_columns});
}

}  // namespace

TEST_CASE("products of one entry are numbers", "[structure]") {
  holds("gram", gram(column), only);
  holds("outer_gram", outer_gram(row), only);
  holds("matmul", matmul(row, transpose(row)), only);
  holds("of two sizes", sum(matmul(column, row)),
        [](const cube& w) { return total(product(column_of(w), row_of(w))); });
  holds("sum of it", sum(square(gram(column))), [](const cube& w) { return only(w) * only(w); });
  holds("times a tensor", sum(W * gram(column)), [](const cube& w) { return total(w) * only(w); });
  holds("a reduction of each kind", max(gram(column)) + norm2(rowwise(gram(column))) + log_sum_exp(outer_gram(row)),
        [](const cube& w) { return 3 * only(w); });
  holds("cosine", sum(row_cosines(row)) + sum(col_cosines(column)), [](const cube&) { return real{2}; });
  holds("trace", trace(gram(column)) * trace(outer_gram(row)), [](const cube& w) { return only(w) * only(w); });
  holds("transpose and patterns", sum(transpose(gram(column))) + sum(exp(off_diagonal(gram(column)))),
        [](const cube& w) { return only(w) + 1; });
}

TEST_CASE("products with a factor of one entry", "[structure]") {
  holds("from the left", sum(exp(constant<1, 64> * matmul(gram(column), row))),
        [](const cube& w) { return naive::sum(row_of(w).x, [&](real x) { return std::exp(only(w) * x / 64); }); });
  holds("from the right", sum(exp(constant<1, 64> * matmul(column, outer_gram(row)))),
        [](const cube& w) { return naive::sum(column_of(w).x, [&](real x) { return std::exp(only(w) * x / 64); }); });
  holds("a quadratic form of it", quadratic(gram(column), outer_gram(row)),
        [](const cube& w) { return only(w) * only(w) * only(w); });
}

TEST_CASE("whole-matrix reductions of one entry", "[structure]") {
  holds("spectral",
        nuclear_norm(-gram(column)) + spectral_norm(gram(column)) + regula::singular_powers<2>(gram(column)),
        [](const cube& w) { return 2 * only(w) + only(w) * only(w); });
  holds("log_det and power_norm", log_det(gram(column)) + regula::power_norm<4>(-gram(column)),
        [](const cube& w) { return std::log(only(w)) + only(w); });
  holds("sorted", regula::top_k_sum<2>(gram(column)) + sorted_l1(-gram(column), outer_gram(row)),
        [](const cube& w) { return only(w) + only(w) * only(w); });
}

TEST_CASE("whole-matrix reductions of a row and a column", "[structure]") {
  holds("spectral", nuclear_norm(row) + spectral_norm(column), [](const cube& w) { return 2 * std::sqrt(only(w)); });
  holds("sorted", regula::top_k_sum<1>(row) + regula::top_k_sum<1>(column),
        [](const cube& w) { return highest_of(row_of(w).x) + highest_of(column_of(w).x); });
}
