// SPDX-License-Identifier: MIT
/// Penalties of singular values, eigenvalues and sorted entries. Not in <regula/gallery.hpp>: decompositions take long
/// to compile.
#pragma once
#include <regula/decompositions.hpp>
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::V;
using symbols::W;

/// lambda times the sum of the singular values, the convex stand-in for the rank. Convex; gradient lambda UV' over the
/// singular values that are not 0.   [Fazel 2002; Recht, Fazel, Parrilo 2010, doi:10.1137/070697835]
template <class Real = double> constexpr auto nuclear(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * nuclear_norm(W));
}

/// lambda times the largest singular value. Convex; gradient lambda u v', the average of them among ties.
/// [Yoshida, Miyato 2017, arXiv:1705.10941, squared]
template <class Real = double> constexpr auto spectral(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * spectral_norm(W));
}

/// lambda (sum sigma^p)^(1/p), p = P/Q, of the singular values: nuclear for 1, Frobenius for 2. Convex for P >= Q;
/// gradient lambda U sigma^(p - 1) V' / (sum sigma^p)^(1 - 1/p), 0 for zeros.
template <int P, int Q = 1, class Real = double> constexpr auto schatten(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * regula::schatten<P, Q>(W));
}

/// nuclear ||W||_* + l1 sum |v|: W of low rank and V sparse, as in robust principal components, where W + V is given.
/// Convex in both together; gradient nuclear UV' and l1 sign(v).   [Candes et al. 2011, doi:10.1145/1970392.1970395]
template <class Real = double> constexpr auto low_rank_plus_sparse(given<Real> nuclear = 0.01, given<Real> l1 = 0.01) {
  return penalty(coef<"nuclear">(nuclear) * nuclear_norm(W) + coef<"l1">(l1) * sum(abs(V)));
}

/// -mu ln det(W'W + epsilon I): keeps the columns independent; epsilon > 0. Not convex, smooth; gradient
/// -2 mu W (W'W + epsilon I)^-1.
template <class Real = double> constexpr auto log_det_barrier(given<Real> mu = 0.01, given<Real> epsilon = 0.001) {
  return penalty(-coef<"mu">(mu) * log_det(gram(W) + coef<"epsilon">(epsilon) * identity));
}

/// lambda times the largest |eigenvalue| of W'W - I, by Iterations steps of power iteration. Not convex; gradient
/// 2 lambda sign W v v'.   [spectral restricted isometry: Bansal, Chen, Wang 2018, arXiv:1810.09102]
template <int Iterations = 32, class Real = double> constexpr auto srip(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * power_norm<Iterations>(gram(W) - identity));
}

/// alpha sum_i v_i |w|_(i), the largest |w| with the first weight, column by column; V has the weights. Convex where
/// they are >= 0 and do not increase; gradient alpha v sign(w), weights shared equally among entries of one size.
/// [SLOPE: Bogdan et al. 2015, doi:10.1214/15-AOAS842; skglm's alpha]
template <class Real = double> constexpr auto slope(given<Real> alpha = 0.01) {
  return penalty(coef<"alpha">(alpha) * sorted_l1(W, V));
}

/// lambda times the sum of the K largest |w|. Convex; gradient lambda sign(w) on those, shared equally among ties.
template <int K, class Real = double> constexpr auto top_k(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * top_k_sum<K>(abs(W)));
}

}  // namespace regula::gallery
