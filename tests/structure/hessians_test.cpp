// SPDX-License-Identifier: MIT
/// Second derivatives against differences of the gradient; products of two matrices with both gradients.
#include <tests/structure/matrices.hpp>

namespace {

using namespace structure_test;
using regula::constant;
using regula::wrt;
using matrix = Eigen::MatrixXd;
using row_major = Eigen::Matrix<double, -1, -1, Eigen::RowMajor>;

/// A penalty without its type.
struct subject_of_second_order {
  const char* name;
  void (*gradient)(const matrix& w, matrix& g);
  void (*hessian_vector)(const matrix& w, const matrix& v, matrix& hv);
  void (*hessian_diagonal)(const matrix& w, matrix& h) = nullptr;
  bool square = false;
};
template <bool Diagonal = false, class F> subject_of_second_order of(const char* name, F, bool square = false) {
  subject_of_second_order s{
      name, [](const matrix& w, matrix& g) { regula::penalty(F{}).gradient(w, g); },
      [](const matrix& w, const matrix& v, matrix& hv) { regula::penalty(F{}).hessian_vector(w, v, hv); }};
  if constexpr (Diagonal)
    s.hessian_diagonal = [](const matrix& w, matrix& h) { regula::penalty(F{}).hessian_diagonal(w, h); };
  s.square = square;
  return s;
}
/// d/dt gradient(w + t v) at 0, of sixth order.
matrix along(const subject_of_second_order& p, const matrix& w, const matrix& v) {
  const double h = 2e-3, weights[] = {45, -9, 1};
  matrix slope = matrix::Zero(w.rows(), w.cols()), g = slope;
  for (int k = 1; k <= 3; ++k)
    for (const double side : {1.0, -1.0}) {
      p.gradient(w + side * k * h * v, g);
      slope += side * weights[k - 1] / (60 * h) * g;
    }
  return slope;
}
/// Away from kinks.
matrix filled(Eigen::Index rows, Eigen::Index columns, unsigned seed) {
  const cube c = numbers(shape(rows, columns), seed);
  matrix m(rows, columns);
  for (Eigen::Index i = 0; i < m.size(); ++i) m.data()[i] = static_cast<double>(c.x[static_cast<std::size_t>(i)]);
  return m;
}

}  // namespace

TEST_CASE("second derivatives of penalties with structure", "[structure]") {
  const subject_of_second_order all[] = {
      of("soft orthogonality", sum(square(gram(W) - identity))),
      of("norms of the rows", sum(norm2(rowwise(W)))),
      of<true>("squares of norms of rows", sum(square(norm2(rowwise(W))) * norm2(rowwise(W)))),
      of<true>("of columns, beside an entrywise one", sum(sqrt(constant<1> + sum(square(colwise(W))))) + sum(exp(W))),
      of<true>("norms of rows, with their diagonal", sum(norm2(rowwise(W)))),
      of<true>("variances", sum(square(variance(rowwise(W))))),
      of("log_sum_exp of columns", sum(log_sum_exp(colwise(W)))),
      of("sums of squares, squared", square(sum(norm2(rowwise(W)))) + sum(square(norm1(colwise(W))))),
      of("differences", sum(exp(difference<0>(W))) + sum(square(difference<1, 2>(W)) * W)),
      of("lengths of gradients", sum(sqrt(constant<1, 4> + square(gradient_norm(W))))),
      of("angles", sum(square(off_diagonal(row_cosines(W))))),
      of("a power", trace(matmul(matmul(W, W), W)) + sum(exp(constant<1, 4> * (W - transpose(W)))), true),
      of("cubes of a gram", sum(square(gram(W)) * gram(W)) + quadratic(W, outer_gram(W))),
  };
  for (const auto& p : all)
    for (const auto& [rows, columns] : {std::pair{1, 1}, {3, 3}, {4, 7}, {9, 2}, {10, 10}}) {
      if (p.square && rows != columns) continue;
      const matrix w = filled(rows, columns, 3), v = filled(rows, columns, 4);
      matrix hv = matrix::Constant(rows, columns, 7);
      p.hessian_vector(w, v, hv);
      const matrix expected = along(p, w, v);
      CAPTURE(p.name, rows, columns);
      CHECK((hv - expected).norm() <= 1e-7 * (1 + expected.norm()));
      if (!p.hessian_diagonal) continue;
      p.hessian_diagonal(w, hv);
      for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j) {
          matrix unit = matrix::Zero(rows, columns);
          unit(i, j) = 1;
          CHECK(hv(i, j) == Approx(along(p, w, unit)(i, j)).epsilon(1e-6).margin(1e-7));
        }
    }
}
