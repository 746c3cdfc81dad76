// SPDX-License-Identifier: MIT
// Penalties of rows, columns, filters, neighbours and angles, and what each says of small matrices.
#include <fmt/format.h>

#include <regula/regula.hpp>

namespace {

/// Value and gradient, a row of the matrix a line.
template <class Penalty> void show(const Penalty& penalty, const Eigen::MatrixXd& w) {
  Eigen::MatrixXd g(w.rows(), w.cols());
  fmt::print("P     = {}\n", penalty);
  fmt::print("dP/dW = {}\n", penalty.gradient_formula(regula::symbols::W));
  fmt::print("value {:.4f}, gradient", penalty.value_and_gradient(w, g));
  for (Eigen::Index i = 0; i < g.rows(); ++i)
    for (Eigen::Index j = 0; j < g.cols(); ++j)
      fmt::print("{}{:.4f}", j > 0 || i == 0 ? " " : " / ", g(i, j) + 0.0);  // + 0: no -0
  fmt::print("\n\n");
}

}  // namespace

int main() {
  using namespace regula::symbols;
  using regula::coef;
  using regula::identity;
  namespace gallery = regula::gallery;

  //[rows]
  const Eigen::MatrixXd w{{3.0, 4.0}, {0.0, 0.0}, {1.0, 0.0}};
  show(regula::penalty(coef<"lambda">(0.1) * sum(norm2(rowwise(W)))), w);
  //[/rows]
  //[weighted]
  show(regula::penalty(coef<"lambda">(0.1) * sqrt(size(rowwise(W))) * sum(norm2(rowwise(W)))), w);
  //[/weighted]
  //[filters]
  const auto filters = gallery::group_lasso_filters<3>(0.1);
  fmt::print("{}\n{:latex}\n\n", filters, filters);
  //[/filters]
  //[variation]
  const Eigen::MatrixXd image{{0.0, 0.0, 2.0}, {0.0, 0.0, 2.0}, {0.0, 0.0, 2.0}};
  show(gallery::total_variation(0.5), image);
  show(regula::penalty(coef<"lambda">(0.5) * (norm1(difference<0>(W)) + norm1(difference<1>(W)))), image);
  //[/variation]
  //[orthogonal]
  show(regula::penalty(coef<"lambda">(0.1) * sum(square(gram(W) - identity))), w);
  //[/orthogonal]
  //[plan]
  fmt::print("{}", regula::plan_text(regula::penalty(coef<"lambda">(0.1) * sum(norm2(rowwise(W))))));
  //[/plan]
}
