// SPDX-License-Identifier: MIT
/// Penalties that prefer zeros more than L1 does. None is convex; the gradient at 0 is 0 (sign(0) = 0).
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// lambda sum ln(1 + |w|/epsilon), epsilon > 0. Gradient lambda sign(w) / (|w| + epsilon).
/// [Candes, Wakin, Boyd 2008; skglm]
template <class Real = double> constexpr auto log_sum(given<Real> lambda = 0.01, given<Real> epsilon = 1.0) {
  return penalty(coef<"lambda">(lambda) * sum(log1p(abs(W) / coef<"epsilon">(epsilon))));
}

/// sum lambda min(|w|, lambda) + (q - lambda)(2 a lambda - lambda - q) / (2 (a - 1)), q = clamp(|w|, lambda, a lambda):
/// lambda |w| at first, constant from a lambda on; a > 1. Gradient sign(w) times lambda, then
/// (a lambda - |w|)/(a - 1), then 0: continuous but at 0.   [Fan, Li 2001, doi:10.1198/016214501753382273]
template <class Real = double> constexpr auto scad(given<Real> lambda = 0.01, given<Real> a = 3.7) {
  const auto t = coef<"lambda">(lambda);
  const auto s = coef<"a">(a);
  const auto q = clamp(abs(W), t, s * t);
  return penalty(t * sum(min(abs(W), t)) +
                 sum((q - t) * (constant<2> * s * t - t - q)) / (constant<2> * (s - constant<1>)));
}

/// sum lambda m - m^2/(2 gamma), m = min(|w|, gamma lambda); constant from gamma lambda on; gamma > 0. Gradient
/// sign(w) (lambda - |w|/gamma)_+, continuous but at 0.   [Zhang 2010, doi:10.1214/09-AOS729; ncvreg's gamma]
template <class Real = double> constexpr auto mcp(given<Real> lambda = 0.01, given<Real> gamma = 3.0) {
  const auto t = coef<"lambda">(lambda);
  const auto g = coef<"gamma">(gamma);
  const auto m = min(abs(W), g * t);
  return penalty(t * sum(m) - sum(square(m)) / (constant<2> * g));
}

/// lambda sum |w| / (|w| + gamma), gamma > 0. Gradient lambda gamma sign(w) / (|w| + gamma)^2.
/// [Geman, Yang 1995; pyproximal's gamma]
template <class Real = double> constexpr auto geman(given<Real> lambda = 0.01, given<Real> gamma = 1.3) {
  return penalty(coef<"lambda">(lambda) * sum(abs(W) / (abs(W) + coef<"gamma">(gamma))));
}

/// lambda sum (1 - e^(-gamma |w|)) / (1 - e^(-gamma)), the exponential type penalty; gamma > 0.
/// [Gao et al. 2011; pyproximal's gamma]
template <class Real = double> constexpr auto etp(given<Real> lambda = 0.01, given<Real> gamma = 1.0) {
  const auto g = coef<"gamma">(gamma);
  return penalty(coef<"lambda">(lambda) * sum(expm1(-g * abs(W))) / expm1(-g));
}

/// lambda ||w||_1 / ||w||_2. Of zeros: declared 0, with gradient 0. The scale of w does not matter.   [Hoyer 2004]
template <class Real = double> constexpr auto hoyer(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * norm1(W) * safe_inverse(norm2(W)));
}

/// lambda ||w||_1^2 / ||w||_2^2. Of zeros: declared 0, with gradient 0.   [Yang, Wen, Li 2020, DeepHoyer]
template <class Real = double> constexpr auto hoyer_square(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * square(norm1(W)) * safe_inverse(sum(square(W))));
}

}  // namespace regula::gallery
