// SPDX-License-Identifier: MIT
/// Penalties that are quadratic near 0 and grow slower far away. All are smooth once at least; the scale is positive.
#pragma once
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// lambda sum (w^2/2 for |w| <= delta, delta |w| - delta^2/2 beyond). Convex; gradient lambda clamp(w, -delta, delta).
/// [Huber 1964, doi:10.1214/aoms/1177703732]
template <class = void> constexpr auto huber(double lambda = 0.01, double delta = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(huber(W, coef<"delta">(delta))));
}

/// lambda sum delta^2 (sqrt(1 + (w/delta)^2) - 1). Convex; gradient lambda w / sqrt(1 + (w/delta)^2).
/// [Charbonnier et al. 1997; Ceres SoftLOneLoss]
template <class = void> constexpr auto pseudo_huber(double lambda = 0.01, double delta = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(pseudo_huber(W, coef<"delta">(delta))));
}

/// lambda sum ln cosh w. Convex; gradient lambda tanh w.   [optax log_cosh]
template <class = void> constexpr auto log_cosh(double lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(log_cosh(W)));
}

/// lambda c^2/2 sum ln(1 + (w/c)^2). Not convex; gradient lambda w / (1 + (w/c)^2).   [Ceres CauchyLoss]
template <class = void> constexpr auto cauchy(double lambda = 0.01, double c = 1.0) {
  const auto s = coef<"c">(c);
  return penalty(coef<"lambda">(lambda) / constant<2> * square(s) * sum(log1p(square(W / s))));
}

/// lambda sum w^2 / (w^2 + c^2). Not convex; gradient 2 lambda c^2 w / (w^2 + c^2)^2.   [Geman, McClure 1985]
template <class = void> constexpr auto geman_mcclure(double lambda = 0.01, double c = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(square(W) / (square(W) + square(coef<"c">(c)))));
}

/// lambda c^2/2 sum (1 - e^(-(w/c)^2)). Not convex; gradient lambda w e^(-(w/c)^2).   [Dennis, Welsch 1978]
template <class = void> constexpr auto welsch(double lambda = 0.01, double c = 1.0) {
  const auto s = coef<"c">(c);
  return penalty(coef<"lambda">(lambda) / constant<2> * square(s) * sum(-expm1(-square(W / s))));
}

/// lambda c^2/6 sum (1 - (1 - t)^3), t = min((w/c)^2, 1). Not convex; gradient lambda w (1 - t)^2.
/// [Beaton, Tukey 1974; Ceres TukeyLoss]
template <class = void> constexpr auto tukey(double lambda = 0.01, double c = 1.0) {
  const auto s = coef<"c">(c);
  return penalty(coef<"lambda">(lambda) / constant<6> * square(s) *
                 sum(constant<1> - cube(constant<1> - min(square(W / s), constant<1>))));
}

/// sum min(alpha w^2, kappa). Not convex, kinked at alpha w^2 = kappa: half the slope there.   [pyproximal]
template <class = void> constexpr auto truncated_quadratic(double alpha = 0.01, double kappa = 1.0) {
  return penalty(sum(min(coef<"alpha">(alpha) * square(W), coef<"kappa">(kappa))));
}

}  // namespace regula::gallery
