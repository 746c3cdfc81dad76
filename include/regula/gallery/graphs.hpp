// SPDX-License-Identifier: MIT
/// Penalties over graphs and lists of indices. L is bound to an Eigen::SparseMatrix, G to regula::groups. Not in
/// <regula/gallery.hpp>: sparse matrices take long to compile.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>
#include <regula/sparse.hpp>

namespace regula {
namespace symbols {
inline constexpr auto G = symbol<"G">;  // index groups
inline constexpr auto L = symbol<"L">;  // a sparse matrix
}  // namespace symbols

namespace gallery {
using symbols::G;
using symbols::L;
using symbols::W;

/// lambda sum_ij w_i L_ij w_j over the columns of W: weights that are neighbours in a graph of Laplacian L are to be
/// alike. Convex for positive semidefinite L, smooth; gradient lambda (L + L') W.
/// [Belkin, Niyogi, Sindhwani 2006]
template <class Real = double> constexpr auto laplacian(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(W * apply(L, W)));
}

/// lambda sum_g sqrt(n_g) ||w_g||_2, w_g the n_g entries of group g of G, or another factor than n_g where G names one;
/// groups may overlap. Convex; gradient lambda times the sum of sqrt(n_g) w / ||w_g|| over the groups of w, 0 for a
/// group of zeros.
/// [Yuan, Lin 2006, doi:10.1111/j.1467-9868.2005.00532.x; overlapping: Jenatton, Audibert, Bach 2011]
template <class Real = double> constexpr auto index_group_lasso(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(sqrt(group_sums(G, square(W)))));
}

/// l1 sum |w| + group sum_g sqrt(n_g) ||w_g||_2, groups as in index_group_lasso. Convex.
/// [Simon et al. 2013, doi:10.1080/10618600.2012.681250]
template <class Real = double>
constexpr auto index_sparse_group_lasso(given<Real> l1 = 0.01, given<Real> group = 0.01) {
  return penalty(coef<"l1">(l1) * sum(abs(W)) + coef<"group">(group) * sum(sqrt(group_sums(G, square(W)))));
}

}  // namespace gallery
}  // namespace regula
