// SPDX-License-Identifier: MIT
/// Penalties of neighbours: total variation, trends, smoothness. A difference with a neighbour outside is left out.
///
/// Axis 0, where none is named, runs down a vector or the rows of a matrix; that of a row is 1, as in
/// total_variation_1d<1>(). A row vector along axis 0, or a column along axis 1, does not compile; a matrix that has one
/// row only at the call has no differences down, and the penalty is 0.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// lambda sum |w_(i+1) - w_i| along an axis. Convex; gradient lambda (sign(w_i - w_(i-1)) - sign(w_(i+1) - w_i)).
/// [Rudin, Osher, Fatemi 1992, doi:10.1016/0167-2789(92)90242-F]
template <int Axis = 0, class Real = double> constexpr auto total_variation_1d(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * norm1(difference<Axis>(W)));
}

/// lambda sum sqrt(dx^2 + dy^2), dx and dy the forward differences of an image, isotropic. Convex; a root of zeros has
/// gradient 0, which is in its subdifferential.
/// [Rudin, Osher, Fatemi 1992, doi:10.1016/0167-2789(92)90242-F]
template <class Real = double> constexpr auto total_variation(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(gradient_norm(W)));
}

/// lambda sum (sqrt(dx^2 + dy^2 + epsilon^2) - epsilon): total variation that is smooth, within lambda epsilon of it
/// per entry. Convex; epsilon > 0.   [Acar, Vogel 1994, doi:10.1088/0266-5611/10/6/003]
template <class Real = double>
constexpr auto smooth_total_variation(given<Real> lambda = 0.01, given<Real> epsilon = 0.001) {
  const auto e = coef<"epsilon">(epsilon);
  return penalty(coef<"lambda">(lambda) *
                 sum(sqrt(square(difference<0>(W)) + square(difference<1>(W)) + square(e)) - e));
}

/// lambda sum (|dx| + |dy|). Convex; gradient that of total_variation_1d along both axes, sign(0) = 0.
template <class Real = double> constexpr auto anisotropic_total_variation(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * (norm1(difference<0>(W)) + norm1(difference<1>(W))));
}

/// l1 sum |w| + fused sum |w_(i+1) - w_i| along an axis. Convex.
/// [Tibshirani et al. 2005, doi:10.1111/j.1467-9868.2005.00490.x]
template <int Axis = 0, class Real = double>
constexpr auto fused_lasso(given<Real> l1 = 0.01, given<Real> fused = 0.01) {
  return penalty(coef<"l1">(l1) * sum(abs(W)) + coef<"fused">(fused) * norm1(difference<Axis>(W)));
}

/// lambda sum |(Order + 1)-th difference| along an axis: pieces that are polynomials of degree Order, constants for 0,
/// straight lines for 1. Convex.   [Kim et al. 2009, doi:10.1137/070690274]
template <int Order = 1, int Axis = 0, class Real = double> constexpr auto trend_filtering(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * norm1(difference<Axis, Order + 1>(W)));
}

/// lambda sum (Order-th difference)^2 along an axis. Convex, smooth.
/// [Whittaker 1922; Hodrick, Prescott 1997; Eilers 2003, doi:10.1021/ac034173t]
template <int Order = 2, int Axis = 0, class Real = double> constexpr auto whittaker(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(difference<Axis, Order>(W))));
}

}  // namespace regula::gallery
