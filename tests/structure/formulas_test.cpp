// SPDX-License-Identifier: MIT
/// Several reductions in one formula: beside each other, of each other, and broadcast back into the tensor.
#include <tests/structure/groups.hpp>

namespace {

using namespace structure_test;
using regula::constant;

/// w with row(i) and column(j) applied to each entry.
template <class F> cube mapped(const cube& w, F f) {
  cube c = w;
  for_entries(w.n, [&](std::size_t i, const extents& at) {
    c.x[i] = f(w.x[i], static_cast<std::size_t>(at[0]), static_cast<std::size_t>(at[1]));
  });
  return c;
}
reals each_of(const cube& w, unsigned gathered, real (*f)(const reals&)) {
  reals all;
  for (const reals& group : groups(w, gathered)) all.push_back(f(group));
  return all;
}
/// sum_ij f(w_ij, r_i, c_j), r and c being reductions of rows and of columns.
template <class F> real joined(const cube& w, real (*row)(const reals&), real (*column)(const reals&), F f) {
  const reals r = each_of(w, of_rows, row), c = each_of(w, of_columns, column);
  return sum_of(mapped(w, [&](real x, std::size_t i, std::size_t j) { return f(x, r[i], c[j]); }).x);
}

struct entry {
  const char* name;
  subject<double> p;
  std::function<real(const cube&)> value;
};
template <class F> entry make(const char* name, F f, std::function<real(const cube&)> value) {
  return {name, compiled<double>(f), std::move(value)};
}

std::vector<entry> beside() {
  return {
      make("sparse groups of both kinds",
           sum(norm2(rowwise(W))) + constant<2> * sum(norm2(colwise(W))) + constant<3> * sum(abs(W)),
           [](const cube& w) {
             return over(w, of_rows, norm2_of) + 2 * over(w, of_columns, norm2_of) + 3 * norm1_of(w.x);
           }),
      make("a square of a sum of norms", square(sum(norm2(rowwise(W)))),
           [](const cube& w) { return squared(over(w, of_rows, norm2_of)); }),
      make("exclusive lasso", sum(square(norm1(colwise(W)))) + norm2(W),
           [](const cube& w) {
             return over(w, of_columns, [](const reals& x) { return squared(norm1_of(x)); }) + norm2_of(w.x);
           }),
      make("four of rows", sum(norm2(rowwise(W)) * norm1(rowwise(W))) + sum(max(rowwise(W)) * variance(rowwise(W))),
           [](const cube& w) {
             return over(w, of_rows,
                         [](const reals& x) { return norm2_of(x) * norm1_of(x) + highest_of(x) * variance_of(x); });
           }),
      make("a norm per root of its length", sum(norm2(rowwise(W))) * sqrt(size(rowwise(W))) + size(colwise(W)),
           [](const cube& w) {
             return over(w, of_rows, norm2_of) * std::sqrt(static_cast<real>(w.n[1])) + static_cast<real>(w.n[0]);
           }),
  };
}
std::vector<entry> of_each_other() {
  return {
      make("norm of norms", norm2(norm1(rowwise(W))),
           [](const cube& w) { return norm2_of(each_of(w, of_rows, norm1_of)); }),
      make("the longest column", max(norm2(colwise(W))),
           [](const cube& w) { return highest_of(each_of(w, of_columns, norm2_of)); }),
      make("variance of the norms of rows", variance(norm2(rowwise(W))),
           [](const cube& w) { return variance_of(each_of(w, of_rows, norm2_of)); }),
      make("log_sum_exp of norms", log_sum_exp(norm2(colwise(W))),
           [](const cube& w) { return log_sum_exp_of(each_of(w, of_columns, norm2_of)); }),
      make("a mean of a column along the axis it lacks", sum(norm1(rowwise(mean(rowwise(W))))) + mean(W),
           [](const cube& w) { return mean_of(w.x) + norm1_of(each_of(w, of_rows, mean_of)); }),
  };
}
std::vector<entry> back_into_the_tensor() {
  return {
      make("columns centered", sum(abs(W - mean(colwise(W)))),
           [](const cube& w) {
             return joined(w, mean_of, mean_of, [](real x, real, real c) { return std::fabs(x - c); });
           }),
      make("rows centered, arithmetic inside of rowwise",
           sum(square(norm2(rowwise(W) - mean(rowwise(W)))) * max(constant<2> * rowwise(W))),
           [](const cube& w) {
             return over(w, of_rows, [](const reals& x) { return variance_of(x) * count_of(x) * 2 * highest_of(x); });
           }),
      make("centered twice", sum(square(W - mean(rowwise(W)) - mean(colwise(W)) + mean(W))),
           [](const cube& w) {
             const real m = mean_of(w.x);
             return joined(w, mean_of, mean_of, [&](real x, real r, real c) { return squared(x - r - c + m); });
           }),
      make("rows of length 1", sum(abs(W / (constant<1> + norm2(rowwise(W))))),
           [](const cube& w) {
             return joined(w, norm2_of, norm2_of, [](real x, real r, real) { return std::fabs(x / (1 + r)); });
           }),
      make("softmax of rows", sum(square(W) * exp(W - log_sum_exp(rowwise(W)))),
           [](const cube& w) {
             return joined(w, log_sum_exp_of, norm2_of, [](real x, real r, real) { return x * x * std::exp(x - r); });
           }),
      make("outer product", sum(square(norm2(rowwise(W)) * norm1(colwise(W)) - W)),
           [](const cube& w) {
             return joined(w, norm2_of, norm1_of, [](real x, real r, real c) { return squared(r * c - x); });
           }),
      make("rows against columns", sum(square(norm2(rowwise(W)) - norm2(colwise(W)))),
           [](const cube& w) {
             return joined(w, norm2_of, norm2_of, [](real, real r, real c) { return squared(r - c); });
           }),
      make("rows of what columns weigh", sum(norm2(rowwise(W * norm2(colwise(W))))),
           [](const cube& w) {
             const reals c = each_of(w, of_columns, norm2_of);
             return over(mapped(w, [&](real x, std::size_t, std::size_t j) { return x * c[j]; }), of_rows, norm2_of);
           }),
      make("the highest of each centered row", sum(max(rowwise(W - mean(colwise(W))))),
           [](const cube& w) {
             const reals c = each_of(w, of_columns, mean_of);
             return over(mapped(w, [&](real x, std::size_t, std::size_t j) { return x - c[j]; }), of_rows, highest_of);
           }),
      make("three in a chain", sum(norm2(colwise(W * norm1(rowwise(W - mean(colwise(W))))))),
           [](const cube& w) {
             const reals c = each_of(w, of_columns, mean_of);
             const reals r =
                 each_of(mapped(w, [&](real x, std::size_t, std::size_t j) { return x - c[j]; }), of_rows, norm1_of);
             return over(mapped(w, [&](real x, std::size_t i, std::size_t) { return x * r[i]; }), of_columns, norm2_of);
           }),
  };
}

void right_at_all_sizes(const std::vector<entry>& formulas) {
  for (const auto& f : formulas)
    for (const auto& [rows, columns] : {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 3}, {8, 16}, {16, 8}, {7, 19}, {19, 7}}) {
      const cube w = numbers(shape(rows, columns), static_cast<unsigned>(rows * 100 + columns));
      right(f.name, f.p, witness{f.value}, w, 2);
    }
}

}  // namespace

TEST_CASE("reductions beside each other", "[structure]") { right_at_all_sizes(beside()); }
TEST_CASE("reductions of reductions", "[structure]") { right_at_all_sizes(of_each_other()); }
TEST_CASE("reductions broadcast into the tensor", "[structure]") { right_at_all_sizes(back_into_the_tensor()); }
