// SPDX-License-Identifier: MIT
/// Logistic regression without intercept under any penalty, trained with L-BFGS.
#pragma once
#include <LBFGS.h>

#include <regula/penalty.hpp>

#include "data.hpp"

namespace breast_cancer {

/// The logistic loss of margins X and classes Y = +-1 is a formula too.
inline constexpr auto logistic_loss = [] {
  using namespace regula::symbols;
  return regula::penalty(sum(softplus(-Y * X)));
}();

/// f(w) = loss(z w) + penalty(w): what LBFGSpp calls, again and again.
//[objective]
template <class Penalty, class Progress> struct objective {
  const table& data;
  const Penalty& penalty;
  Progress progress;  // told of every evaluation

  double operator()(const Eigen::VectorXd& w, Eigen::VectorXd& gradient) {
    using namespace regula::symbols;
    const Eigen::VectorXd margins = data.z * w;
    Eigen::VectorXd slopes(margins.size());
    const double loss = logistic_loss.value_and_gradient(X = regula::wrt(margins, slopes), Y = data.y);
    gradient = data.z.transpose() * slopes;
    const double price = penalty.value_and_add_gradient(w, gradient);
    progress(loss, price);
    return loss + price;
  }
};
//[/objective]

struct model {
  Eigen::VectorXd weights;
  double objective = 0;
};

//[train]
template <class Penalty, class Progress>
model train(const table& data, const Penalty& penalty, Progress progress, double tolerance = 1e-5) {
  LBFGSpp::LBFGSParam<double> settings;
  settings.m = 20;
  settings.epsilon = settings.epsilon_rel = tolerance;
  LBFGSpp::LBFGSSolver<double> solver(settings);

  model fitted{Eigen::VectorXd::Zero(data.z.cols())};
  objective<Penalty, Progress> f{data, penalty, progress};
  solver.minimize(f, fitted.weights, fitted.objective);
  return fitted;
}
//[/train]

}  // namespace breast_cancer
