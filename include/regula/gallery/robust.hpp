// SPDX-License-Identifier: MIT
/// Penalties that are quadratic near 0 and grow slower far away. All are smooth once at least; the scale is positive.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// lambda sum (w^2/2 for |w| <= delta, delta |w| - delta^2/2 beyond). Convex; gradient lambda clamp(w, -delta, delta).
/// [Huber 1964, doi:10.1214/aoms/1177703732]
template <class Real = double> constexpr auto huber(given<Real> lambda = 0.01, given<Real> delta = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(huber(W, coef<"delta">(delta))));
}

/// lambda sum delta^2 (sqrt(1 + (w/delta)^2) - 1). Convex; gradient lambda w / sqrt(1 + (w/delta)^2).
/// [Charbonnier et al. 1997; Ceres SoftLOneLoss]
template <class Real = double> constexpr auto pseudo_huber(given<Real> lambda = 0.01, given<Real> delta = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(pseudo_huber(W, coef<"delta">(delta))));
}

/// lambda sum ln cosh w. Convex; gradient lambda tanh w.   [optax log_cosh]
template <class Real = double> constexpr auto log_cosh(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(log_cosh(W)));
}

/// lambda c^2/2 sum ln(1 + (w/c)^2). Not convex; gradient lambda w / (1 + (w/c)^2).   [Ceres CauchyLoss]
template <class Real = double> constexpr auto cauchy(given<Real> lambda = 0.01, given<Real> c = 1.0) {
  const auto s = coef<"c">(c);
  return penalty(coef<"lambda">(lambda) / constant<2> * square(s) * sum(log1p(square(W / s))));
}

/// lambda sum w^2 / (w^2 + c^2). Not convex; gradient 2 lambda c^2 w / (w^2 + c^2)^2.   [Geman, McClure 1985]
template <class Real = double> constexpr auto geman_mcclure(given<Real> lambda = 0.01, given<Real> c = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(square(W) / (square(W) + square(coef<"c">(c)))));
}

/// lambda c^2/2 sum (1 - e^(-(w/c)^2)). Not convex; gradient lambda w e^(-(w/c)^2).   [Dennis, Welsch 1978]
template <class Real = double> constexpr auto welsch(given<Real> lambda = 0.01, given<Real> c = 1.0) {
  const auto s = coef<"c">(c);
  return penalty(coef<"lambda">(lambda) / constant<2> * square(s) * sum(-expm1(-square(W / s))));
}

/// lambda c^2/6 sum (1 - (1 - t)^3), t = min((w/c)^2, 1). Not convex; gradient lambda w (1 - t)^2.
/// [Beaton, Tukey 1974; Ceres TukeyLoss]
template <class Real = double> constexpr auto tukey(given<Real> lambda = 0.01, given<Real> c = 1.0) {
  const auto s = coef<"c">(c);
  return penalty(coef<"lambda">(lambda) / constant<6> * square(s) *
                 sum(constant<1> - cube(constant<1> - min(square(W / s), constant<1>))));
}

/// lambda a/2 sum atan(w^2 / a). Not convex; gradient lambda w / (1 + (w^2/a)^2).   [Ceres ArctanLoss]
template <class Real = double> constexpr auto arctan(given<Real> lambda = 0.01, given<Real> a = 1.0) {
  const auto s = coef<"a">(a);
  return penalty(coef<"lambda">(lambda) / constant<2> * s * sum(atan(square(W) / s)));
}

/// lambda b/2 sum (ln(1 + e^((w^2 - a)/b)) - ln(1 + e^(-a/b))): small up to |w| = sqrt(a), quadratic far beyond. Convex,
/// smooth; gradient lambda w / (1 + e^((a - w^2)/b)).   [Ceres TolerantLoss]
template <class Real = double>
constexpr auto tolerant(given<Real> lambda = 0.01, given<Real> a = 1.0, given<Real> b = 0.1) {
  const auto s = coef<"a">(a);
  const auto t = coef<"b">(b);
  return penalty(coef<"lambda">(lambda) / constant<2> * t * sum(softplus((square(W) - s) / t) - softplus(-s / t)));
}

/// lambda huber(||w||, delta), the norm of the tensor quadratic up to delta and linear beyond. Convex; gradient
/// lambda w min(1, delta / ||w||).   [ProximalOperators.jl HuberLoss]
template <class Real = double> constexpr auto huber_norm(given<Real> lambda = 0.01, given<Real> delta = 1.0) {
  return penalty(coef<"lambda">(lambda) * huber(norm2(W), coef<"delta">(delta)));
}

/// sum min(alpha w^2, kappa). Not convex, kinked at alpha w^2 = kappa: half the slope there.   [pyproximal]
template <class Real = double> constexpr auto truncated_quadratic(given<Real> alpha = 0.01, given<Real> kappa = 1.0) {
  return penalty(sum(min(coef<"alpha">(alpha) * square(W), coef<"kappa">(kappa))));
}

}  // namespace regula::gallery
