// SPDX-License-Identifier: MIT
// Real data: logistic regression under two penalties, trained with L-BFGS, compared with scikit-learn.
#include <fmt/format.h>

#include <regula/regula.hpp>

#include "breast_cancer/report.hpp"

namespace {

using namespace regula::symbols;
using regula::coef;

/// Prints all that the formula knows about itself, trains, and prints what came out.
template <class Penalty>
breast_cancer::model study(const char* title, const breast_cancer::table& data, const Penalty& penalty) {
  fmt::print("== {} ==\n", title);
  fmt::print("formula   {}\n", penalty);
  fmt::print("names     {:names}\n", penalty);
  fmt::print("LaTeX     {:latex}\n", penalty);
  fmt::print("gradient  {:names}\n", penalty.gradient_formula(W));
  fmt::print("config    {}\n", penalty.get_config());

  fmt::print("\n  step       loss    penalty  objective\n");
  int step = 0;
  const auto fitted = breast_cancer::train(data, penalty, [&step](double loss, double price) {
    fmt::print("  {:4}  {:9.4f}  {:9.4f}  {:9.4f}\n", ++step, loss, price, loss + price);
  });

  const double error = breast_cancer::gradient_error(penalty, fitted.weights);
  fmt::print("\ngradient against central differences: {}\n", error < 1e-6 ? "agrees to 1e-6" : "DIFFERS");
  fmt::print("minimum   {:.6f}\n", fitted.objective);
  fmt::print("accuracy  {:.2f} % of the {} patients trained on\n", 100 * breast_cancer::accuracy(data, fitted.weights),
             data.y.size());
  breast_cancer::print_weights(fitted.weights, 0.02);
  return fitted;
}

}  // namespace

int main() {
  const auto data = breast_cancer::read("data/breast_cancer.csv");

  //[penalties]
  constexpr auto ridge = regula::penalty(coef<"l2">(0.5) * sum(square(W)));

  // |w| rounded off at 0, where L-BFGS needs a gradient that does not jump.
  constexpr auto eps = coef<"epsilon">(0.02);
  constexpr auto elastic =
      regula::penalty(coef<"l1">(5.0) / eps * sum(pseudo_huber(W, eps)) + coef<"l2">(0.5) * sum(square(W)));
  //[/penalties]

  const auto fitted = study("L2", data, ridge);
  fmt::print("\n");
  study("elastic net, smooth", data, elastic);

  // LogisticRegression(C=1, fit_intercept=False) of scikit-learn 1.2.1 minimizes the same and reaches:
  constexpr double sklearn = 37.877765557091074;
  const bool same = std::abs(fitted.objective - sklearn) <= 1e-8 * sklearn;
  fmt::print("\nL2 optimum of scikit-learn: {:.6f}, {}\n", sklearn, same ? "the same to 1e-8" : "NOT THE SAME");
  return same ? 0 : 1;
}
