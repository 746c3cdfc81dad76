// SPDX-License-Identifier: MIT
/// Penalties of several tensors, bound by name: p(W = w, W0 = w0). Masks and weights are M, references W0, partners V,
/// matrices A, outputs Y.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula {
namespace symbols {
inline constexpr auto A = symbol<"A">;  // a matrix that is applied to the weights
inline constexpr auto F = symbol<"F">;  // Fisher information
}  // namespace symbols

namespace gallery {
using symbols::A;
using symbols::F;
using symbols::M;
using symbols::V;
using symbols::W;
using symbols::W0;
using symbols::Y;

/// alpha sum M |w|, weights M >= 0. Convex.   [adaptive lasso: Zou 2006; skglm WeightedL1]
template <class Real = double> constexpr auto weighted_l1(given<Real> alpha = 0.01) {
  return penalty(coef<"alpha">(alpha) * sum(M * abs(W)));
}

/// l1 sum M |w|, M of zeros and ones. Convex.
template <class Real = double> constexpr auto masked_l1(given<Real> l1 = 0.01) {
  return penalty(coef<"l1">(l1) * sum(M * abs(W)));
}

/// l2 sum M w^2, M of zeros and ones. Convex, smooth.
template <class Real = double> constexpr auto masked_l2(given<Real> l2 = 0.01) {
  return penalty(coef<"l2">(l2) * sum(M * square(W)));
}

/// lambda/2 sum (w - w0)^2: stay near the weights w0 one started from. Convex, smooth.   [L2-SP: Li et al. 2018]
template <class Real = double> constexpr auto l2_sp(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) / constant<2> * sum(square(W - W0)));
}

/// lambda/2 sum F (w - w0)^2, F the diagonal of the Fisher information at w0. Convex, smooth.
/// [elastic weight consolidation: Kirkpatrick et al. 2017, doi:10.1073/pnas.1611835114]
template <class Real = double> constexpr auto ewc(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) / constant<2> * sum(F * square(W - W0)));
}

/// lambda sum (w - v)^2: ties two tensors of one shape. Convex in both together, smooth.
template <class Real = double> constexpr auto tied(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(W - V)));
}

/// lambda (sum w v)^2: pushes two tensors to be orthogonal. Not convex in both together; convex in each.
template <class Real = double> constexpr auto decoupled(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * square(dot(W, V)));
}

/// lambda/n sum_b sum_j (y_bj (1 - y_bj))^2 ||column j||^2: the squared Jacobian of a sigmoid layer with the kernel W, one
/// column for each unit, and the outputs Y, one row for each of n samples. In w convex and smooth, gradient
/// 2 lambda w_ij mean_b (y_bj (1 - y_bj))^2; not convex in y. NaN without samples.
/// [contractive autoencoder: Rifai et al. 2011, ICML]
template <class Real = double> constexpr auto contractive(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(mean(square(colwise(Y * (constant<1> - Y)))) * sum(square(colwise(W)))));
}

/// lambda sum (w_ij - v_ji)^2: ties a matrix to the transpose of another, as in an autoencoder. Convex in both
/// together, smooth; gradient 2 lambda (W - V').
template <class Real = double> constexpr auto tied_transpose(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(W - transpose(V))));
}

/// lambda/2 (w - w0)'A(w - w0), summed over the columns: a Gaussian prior of mean W0 and precision A. Convex for
/// positive semidefinite A, smooth; gradient lambda/2 (A + A')(W - W0).
template <class Real = double> constexpr auto mahalanobis(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) / constant<2> * quadratic(W - W0, A));
}

/// lambda/2 ||A W||_F^2. Convex, smooth; gradient lambda A'A W.   [Tikhonov 1963]
template <class Real = double> constexpr auto tikhonov(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) / constant<2> * sum(square(matmul(A, W))));
}

}  // namespace gallery
}  // namespace regula
