// SPDX-License-Identifier: MIT
/// What other libraries mean by their parameters, as penalties of ours. docs/reference/conventions.md has the table.
///
/// Libraries differ in halves, in means over samples and in which factor stands at which term. A function here takes
/// the parameters under the library's own names and answers the penalty that has the library's value at every w.
/// All are linear in their first parameter, so that another data term is a factor of it: see `rescaled`.
#pragma once
#include <regula/gallery/norms.hpp>
#include <regula/gallery/robust.hpp>
#include <regula/gallery/sparse.hpp>

namespace regula::conventions {

/// What a squared error is summed with: 1/(2n) ||y - Xw||^2, 1/n, 1/2, 1.
enum class squared_error { half_mean, mean, half_sum, sum };

/// The factor of a penalty that stood beside one squared error of n samples and is to stand beside another:
/// sklearn_lasso(alpha * rescaled(half_mean, sum, n)) has scikit-learn's minimizer where the error is summed.
constexpr double rescaled(squared_error from, squared_error to, double n) {
  const auto weight = [n](squared_error e) {
    const double half = e == squared_error::half_mean || e == squared_error::half_sum ? 0.5 : 1.0;
    return e == squared_error::half_mean || e == squared_error::mean ? half / n : half;
  };
  return weight(to) / weight(from);
}

/// scikit-learn, Lasso: 1/(2n) ||y - Xw||^2 + alpha ||w||_1.
constexpr auto sklearn_lasso(double alpha = 1.0) { return gallery::l1(alpha); }
/// scikit-learn, ElasticNet: 1/(2n) ||y - Xw||^2 + alpha l1_ratio ||w||_1 + alpha (1 - l1_ratio)/2 ||w||^2.
constexpr auto sklearn_elastic_net(double alpha = 1.0, double l1_ratio = 0.5) {
  return gallery::l1_l2(alpha * l1_ratio, alpha * (1.0 - l1_ratio) / 2.0);
}
/// scikit-learn, Ridge: ||y - Xw||^2 + alpha ||w||^2.
constexpr auto sklearn_ridge(double alpha = 1.0) { return gallery::l2(alpha); }
/// scikit-learn, LogisticRegression and LinearSVC: the sum of the losses has the factor C. Here it has none, and the
/// penalty l1_ratio ||w||_1 + (1 - l1_ratio)/2 ||w||^2 the factor 1/C; penalty="l2" is l1_ratio = 0, "l1" is 1.
constexpr auto sklearn_inverse_strength(double C = 1.0, double l1_ratio = 0.0) {
  return sklearn_elastic_net(1.0 / C, l1_ratio);
}
/// scikit-learn, SGDClassifier and SGDRegressor: the mean of the losses + alpha times the mixture of ElasticNet.
constexpr auto sklearn_sgd(double alpha = 1e-4, double l1_ratio = 0.15) {
  return gallery::elastic_net(alpha, l1_ratio);
}

/// R's glmnet: 1/(2n) ||y - Xw||^2, or the mean of the negative log-likelihoods, + lambda (alpha ||w||_1 +
/// (1 - alpha)/2 ||w||^2): alpha mixes, lambda is the strength.
constexpr auto glmnet(double lambda, double alpha = 1.0) { return sklearn_elastic_net(lambda, alpha); }

/// R's ncvreg, penalty="MCP" and "SCAD", beside 1/(2n) ||y - Xw||^2; gamma is the paper's gamma and a.
constexpr auto ncvreg_mcp(double lambda, double gamma = 3.0) { return gallery::mcp(lambda, gamma); }
constexpr auto ncvreg_scad(double lambda, double gamma = 3.7) { return gallery::scad(lambda, gamma); }

/// weight_decay of PyTorch's SGD and Adam, and optax.add_decayed_weights ahead of a rule: they add weight_decay * w to the
/// gradient. AdamW adds it behind the rule: that is the gradient of no penalty.
constexpr auto weight_decay(double weight_decay) { return gallery::l2(weight_decay / 2.0); }
/// scale * tf.nn.l2_loss(w), and the sum of optax.l2_loss: 1/2 ||w||^2.
constexpr auto half_square(double scale = 1.0) { return gallery::l2(scale / 2.0); }

/// The four ways to scale Huber's function: optax w^2/2, then delta |w| - delta^2/2; CVXPY w^2, then 2 M |w| - M^2;
/// pyproximal w^2/(2 alpha), then |w| - alpha/2; Ceres below.
constexpr auto optax_huber(double delta = 1.0) { return gallery::huber(1.0, delta); }
constexpr auto cvxpy_huber(double M = 1.0) { return gallery::huber(2.0, M); }
constexpr auto pyproximal_huber(double alpha = 1.0) { return gallery::huber(1.0 / alpha, alpha); }

// Ceres, of residuals W of one number each: the cost is scale/2 sum rho(w^2), scale that of a ScaledLoss around it.

constexpr auto ceres_trivial(double scale = 1.0) { return gallery::l2(scale / 2.0); }
constexpr auto ceres_huber(double a, double scale = 1.0) { return gallery::huber(scale, a); }
constexpr auto ceres_soft_l_one(double a, double scale = 1.0) { return gallery::pseudo_huber(scale, a); }
constexpr auto ceres_cauchy(double a, double scale = 1.0) { return gallery::cauchy(scale, a); }
constexpr auto ceres_arctan(double a, double scale = 1.0) { return gallery::arctan(scale, a); }
constexpr auto ceres_tolerant(double a, double b, double scale = 1.0) { return gallery::tolerant(scale, a, b); }
constexpr auto ceres_tukey(double a, double scale = 1.0) { return gallery::tukey(scale, a); }

}  // namespace regula::conventions
