// SPDX-License-Identifier: MIT
/// Penalties of size: L1, L2, elastic nets, norms, powers, standardization.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// l1 sum |w|. Convex; gradient l1 sign(w), 0 at 0.   [Keras L1; lasso: Tibshirani 1996]
template <class Real = double> constexpr auto l1(given<Real> l1 = 0.01) {
  return penalty(coef<"l1">(l1) * sum(abs(W)));
}

/// l2 sum w^2, without the 1/2. Convex, smooth; gradient 2 l2 w.   [Keras L2]
template <class Real = double> constexpr auto l2(given<Real> l2 = 0.01) {
  return penalty(coef<"l2">(l2) * sum(square(W)));
}

/// l1 sum |w| + l2 sum w^2. Convex; gradient l1 sign(w) + 2 l2 w.   [Keras L1L2; its function l1_l2() has 0.01, 0.01]
template <class Real = double> constexpr auto l1_l2(given<Real> l1 = 0.01, given<Real> l2 = 0.01) {
  return penalty(coef<"l1">(l1) * sum(abs(W)) + coef<"l2">(l2) * sum(square(W)));
}

/// alpha (r sum |w| + (1 - r)/2 sum w^2), r = l1_ratio. Convex for r <= 1.   [Zou, Hastie 2005; scikit-learn SGD]
template <class Real = double> constexpr auto elastic_net(given<Real> alpha = 1e-4, given<Real> l1_ratio = 0.15) {
  const auto r = coef<"l1_ratio">(l1_ratio);
  return penalty(coef<"alpha">(alpha) * (r * sum(abs(W)) + (constant<1> - r) / constant<2> * sum(square(W))));
}

/// l1 sum (sqrt(w^2 + epsilon^2) - epsilon) + l2 sum w^2: an elastic net that is smooth at 0, for second-order solvers;
/// within l1 epsilon of it per entry. Convex; epsilon > 0; gradient l1 w / sqrt(w^2 + epsilon^2) + 2 l2 w.
template <class Real = double>
constexpr auto smooth_l1_l2(given<Real> l1 = 0.01, given<Real> l2 = 0.01, given<Real> epsilon = 0.001) {
  const auto e = coef<"epsilon">(epsilon);
  return penalty(coef<"l1">(l1) / e * sum(pseudo_huber(W, e)) + coef<"l2">(l2) * sum(square(W)));
}

/// lambda sqrt(sum w^2), the group lasso of one group. Convex; gradient lambda w / ||w||, 0 for zeros.
/// [Yuan, Lin 2006]
template <class Real = double> constexpr auto l2_norm(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * norm2(W));
}

/// l1 sum |w| + l2_norm sqrt(sum w^2), the sparse group lasso of one group. Convex.   [Simon et al. 2013]
template <class Real = double> constexpr auto sparse_group(given<Real> l1 = 0.01, given<Real> l2_norm = 0.01) {
  return penalty(coef<"l1">(l1) * sum(abs(W)) + coef<"l2_norm">(l2_norm) * norm2(W));
}

/// lambda max |w|. Convex; gradient lambda sign(w) on the largest entries, shared equally among ties.
template <class Real = double> constexpr auto l_inf(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * norm_inf(W));
}

/// lambda sum |w|^(P/Q). Convex for P >= Q; below, the gradient at 0 is declared 0 where the true one is infinite.
/// [bridge: Frank, Friedman 1993; P/Q = 1/2, 2/3: Xu et al. 2012]
template <int P, int Q = 1, class Real = double> constexpr auto lp(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(pow<P, Q>(abs(W))));
}

/// lambda (||w|| - radius)^2: pulls the norm to the radius. Not convex; gradient 0 for zeros.
template <class Real = double> constexpr auto unit_norm(given<Real> lambda = 0.01, given<Real> radius = 1.0) {
  return penalty(coef<"lambda">(lambda) * square(norm2(W) - coef<"radius">(radius)));
}

/// lambda sum_i (||row i|| - radius)^2: pulls the norm of every row to the radius. Not convex; gradient 0 for zeros.
template <class Real = double> constexpr auto unit_norm_rows(given<Real> lambda = 0.01, given<Real> radius = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(square(norm2(rowwise(W)) - coef<"radius">(radius))));
}

/// lambda sum_j (||column j|| - radius)^2: pulls the norm of every column to the radius. Not convex; gradient 0 for
/// zeros.   [Keras UnitNorm constrains to 1]
template <class Real = double> constexpr auto unit_norm_columns(given<Real> lambda = 0.01, given<Real> radius = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(square(norm2(colwise(W)) - coef<"radius">(radius))));
}

/// lambda (mean(w)^2 + (var(w) - 1)^2): pulls the entries to mean 0 and variance 1. Not convex, smooth.
template <class Real = double> constexpr auto standardized(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * (square(mean(W)) + square(variance(W) - constant<1>)));
}

/// lambda sum_i (mean(row i)^2 + (var(row i) - 1)^2): weight standardization of every row. Not convex, smooth.
/// [as a layer: Qiao et al. 2019, arXiv:1903.10520]
template <class Real = double> constexpr auto standardized_rows(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(mean(rowwise(W))) + square(variance(rowwise(W)) - constant<1>)));
}

/// lambda sum_j (mean(column j)^2 + (var(column j) - 1)^2): weight standardization of every column. Not convex, smooth.
/// [as a layer: Qiao et al. 2019, arXiv:1903.10520]
template <class Real = double> constexpr auto standardized_columns(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(mean(colwise(W))) + square(variance(colwise(W)) - constant<1>)));
}

}  // namespace regula::gallery
