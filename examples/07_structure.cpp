// SPDX-License-Identifier: MIT
// Structure on real data: two orthogonal directions through 569 patients that leave whole features out.
#include <fmt/format.h>

#include <regula/regula.hpp>

#include "breast_cancer/data.hpp"

int main() {
  //[formulas]
  using namespace regula::symbols;
  using regula::coef;
  using regula::identity;

  // The squared distance of the patients X from the plane that the columns of W span.
  const auto loss = regula::penalty(sum(square(X - matmul(matmul(X, W), transpose(W)))) / size(colwise(X)));

  // A group lasso over the rows, their lengths rounded off at 0; orthogonal columns of length 1.
  const auto lengths = sqrt(sum(square(rowwise(W))) + square(coef<"epsilon">(0.01)));
  auto penalty =
      regula::penalty(coef<"group">(2.0) * sum(lengths) + coef<"ortho">(10.0) * sum(square(gram(W) - identity)));
  //[/formulas]
  //[text]
  fmt::print("P     = {:names}\n", penalty);
  fmt::print("dP/dW = {:names}\n", penalty.gradient_formula(W));
  fmt::print("{}", regula::plan_text(penalty));
  //[/text]

  const auto data = breast_cancer::read("data/breast_cancer.csv");
  for (const double group : {0.0, 2.0}) {
    penalty.set<"group">(group);
    Eigen::MatrixXd w = data.z.topRows(2).transpose().normalized(), g(30, 2);
    //[train]
    for (int step = 0; step < 3000; ++step) {
      loss.gradient(X = data.z, W = regula::wrt(w, g));
      penalty.add_gradient(w, g);
      w -= 0.003 * g;
    }
    //[/train]

    const double left = loss(X = data.z, W = w) / static_cast<double>(data.z.cols());
    fmt::print("\ngroup = {}: W keeps {:.2f} % of the variance\n", group, 100 * (1 - left));
    fmt::print("W'W = {:.4f} {:.4f} / {:.4f} {:.4f}\n", w.col(0).squaredNorm(), w.col(0).dot(w.col(1)),
               w.col(1).dot(w.col(0)), w.col(1).squaredNorm());
    for (Eigen::Index i = 0; i < w.rows(); ++i)
      if (const double length = w.row(i).norm(); length < 0.05)
        fmt::print("left out: {} ({:.4f})\n", breast_cancer::feature(i), length);
  }
  // Two principal components keep 63.24 %, and no plane keeps more.
}
