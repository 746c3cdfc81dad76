// SPDX-License-Identifier: MIT
// Groups of entries by index and the Laplacian of a graph: sparse matrices in a formula.
#include <fmt/format.h>

#include <array>
#include <regula/gallery/graphs.hpp>
#include <regula/text.hpp>

void show(const char* name, const auto& entries) {
  fmt::print("{}", name);
  for (const double x : entries.reshaped()) fmt::print(" {:.4f}", x + 0.0);  // + 0: no -0
  fmt::print("\n");
}

int main() {
  using namespace regula::symbols;
  using regula::coef;
  using regula::wrt;

  //[groups]
  const Eigen::VectorXd w{{3.0, 4.0, 2.0, 2.0, 1.0, 7.0}};
  Eigen::VectorXd slope(6);
  const auto sets = regula::groups<double>::from_labels(std::array{0, 0, 1, 1, 1, -1});  // the last is in none
  const auto lasso = regula::penalty(coef<"lambda">(0.1) * sum(sqrt(group_sums(G, square(W)))));
  fmt::print("{} = {:.4f}\n", lasso, lasso.value_and_gradient(W = wrt(w, slope), G = sets));
  //[/groups]
  show("dP/dW =", slope);

  //[laplacian]
  Eigen::SparseMatrix<double> path(6, 6);  // 0 - 1 - 2 - 3 - 4 - 5
  for (int i = 0; i + 1 < 6; ++i) {
    path.coeffRef(i, i) += 1.0;
    path.coeffRef(i + 1, i + 1) += 1.0;
    path.coeffRef(i, i + 1) = path.coeffRef(i + 1, i) = -1.0;
  }
  const auto smooth = regula::gallery::laplacian(0.5);
  fmt::print("{} = {:.4f}\n", smooth, smooth.value_and_gradient(W = wrt(w, slope), L = path));
  //[/laplacian]
  show("dP/dW =", slope);
}
