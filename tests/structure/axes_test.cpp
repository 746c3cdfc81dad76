// SPDX-License-Identifier: MIT
/// Every reduction along rows and columns: in every layout, at sizes around the lane count, of tensors without entries.
#include <tests/structure/groups.hpp>

namespace {

using namespace structure_test;

/// A reduction of rows and of columns, each squared and summed.
struct reduction {
  const char* name;
  subject<double> rows, columns;
  real (*of)(const reals&);
};
const std::vector<reduction>& reductions() {
  static const std::vector<reduction> all = {
      {"sum", compiled<double>(sum(square(sum(rowwise(W))))), compiled<double>(sum(square(sum(colwise(W))))), sum_of},
      {"mean", compiled<double>(sum(square(mean(rowwise(W))))), compiled<double>(sum(square(mean(colwise(W))))),
       mean_of},
      {"max", compiled<double>(sum(square(max(rowwise(W))))), compiled<double>(sum(square(max(colwise(W))))),
       highest_of},
      {"min", compiled<double>(sum(square(min(rowwise(W))))), compiled<double>(sum(square(min(colwise(W))))),
       lowest_of},
      {"norm1", compiled<double>(sum(square(norm1(rowwise(W))))), compiled<double>(sum(square(norm1(colwise(W))))),
       norm1_of},
      {"norm2", compiled<double>(sum(square(regula::constant<3> + norm2(rowwise(W))))),
       compiled<double>(sum(square(regula::constant<3> + norm2(colwise(W))))),
       [](const reals& x) { return 3 + norm2_of(x); }},
      {"norm_inf", compiled<double>(sum(square(norm_inf(rowwise(W))))),
       compiled<double>(sum(square(norm_inf(colwise(W))))), norm_inf_of},
      {"variance", compiled<double>(sum(square(variance(rowwise(W))))),
       compiled<double>(sum(square(variance(colwise(W))))), variance_of},
      {"log_sum_exp", compiled<double>(sum(square(log_sum_exp(rowwise(W))))),
       compiled<double>(sum(square(log_sum_exp(colwise(W))))), log_sum_exp_of},
      {"dot", compiled<double>(sum(square(dot(rowwise(W), abs(rowwise(W)))))),
       compiled<double>(sum(square(dot(colwise(W), abs(colwise(W)))))),
       [](const reals& x) { return naive::sum(x, [](real t) { return t * std::fabs(t); }); }}};
  return all;
}

witness squares_of(real (*of)(const reals&), unsigned gathered) {
  return {[=](const cube& w) { return over(w, gathered, [&](const reals& x) { return squared(of(x)); }); }};
}

}  // namespace

TEST_CASE("reductions of rows and of columns", "[structure]") {
  for (const auto& r : reductions())
    for (const auto& [rows, columns] : {std::pair{5, 4},
                                        {1, 1},
                                        {1, 9},
                                        {9, 1},
                                        {2, 2},
                                        {3, 17},
                                        {17, 3},
                                        {8, 16},
                                        {16, 8},
                                        {7, 33},
                                        {33, 7},
                                        {19, 21}}) {
      const cube w = numbers(shape(rows, columns), static_cast<unsigned>(rows * 100 + columns));
      right(r.name, r.rows, squares_of(r.of, of_rows), w, 2);
      right(r.name, r.columns, squares_of(r.of, of_columns), w, 2);
    }
}
