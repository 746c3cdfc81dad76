// SPDX-License-Identifier: MIT
/// Penalties of positive numbers and of activations: entropy, barrier, sparsity of a mean.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// lambda sum w ln w, the negative entropy; w >= 0, NaN below. Convex; gradient lambda (1 + ln w), -inf at 0.
template <class Real = double> constexpr auto entropy(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(xlogx(W)));
}

/// -mu sum ln w; w > 0, +inf at 0, NaN below. Convex; gradient -mu / w.   [ProximalOperators.jl LogBarrier]
template <class Real = double> constexpr auto log_barrier(given<Real> mu = 1.0) {
  return penalty(-coef<"mu">(mu) * sum(log(W)));
}

/// beta (rho ln(rho/m) + (1 - rho) ln((1 - rho)/(1 - m))), m = mean(w): the Kullback-Leibler divergence of a Bernoulli
/// variable of mean m from one of mean rho; W holds the activations of one unit over a batch, 0 < m < 1. Convex.
/// [Ng 2011, Sparse autoencoder; rho 0.05]
template <class Real = double> constexpr auto kl_sparsity(given<Real> beta = 0.01, given<Real> rho = 0.05) {
  const auto r = coef<"rho">(rho);
  return penalty(coef<"beta">(beta) *
                 (relative_entropy(r, mean(W)) + relative_entropy(constant<1> - r, constant<1> - mean(W))));
}

/// lambda sum (max(|w| - bound, 0))^2: nothing inside [-bound, bound], quadratic outside. Convex; smooth once.
template <class Real = double> constexpr auto soft_box(given<Real> lambda = 0.01, given<Real> bound = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(square(max(abs(W) - coef<"bound">(bound), constant<0>))));
}

/// lambda (max(||w|| - radius, 0))^2: a norm constraint as a penalty. Convex; gradient 0 inside.
/// [Keras MaxNorm constrains to 2]
template <class Real = double> constexpr auto soft_max_norm(given<Real> lambda = 0.01, given<Real> radius = 2.0) {
  return penalty(coef<"lambda">(lambda) * square(max(norm2(W) - coef<"radius">(radius), constant<0>)));
}

}  // namespace regula::gallery
