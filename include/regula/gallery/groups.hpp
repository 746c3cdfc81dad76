// SPDX-License-Identifier: MIT
/// Penalties of groups: rows, columns, filters. One is kept or left out as a whole; one of zeros has gradient 0.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::W;

/// lambda sum_i ||row i||_2, the L2,1 norm. Convex; gradient lambda w / ||row||, 0 for a row of zeros.
template <class Real = double> constexpr auto l21(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(norm2(rowwise(W))));
}

/// lambda sqrt(sum_i ||row i||_1^2), the L1,2 norm. Convex; gradient lambda sign(w) ||row||_1 / sqrt(...), 0 for zeros.
template <class Real = double> constexpr auto l12(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * norm2(norm1(rowwise(W))));
}

/// lambda sum_i max_j |w_ij|, the Linf,1 norm. Convex; gradient lambda sign(w) on the largest entries of each row,
/// shared equally among ties.
template <class Real = double> constexpr auto linf1(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(norm_inf(rowwise(W))));
}

/// lambda max_i ||row i||_2, the L2,inf norm. Convex; gradient lambda w / ||row|| on the largest row, shared equally
/// among ties.
template <class Real = double> constexpr auto max_norm(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * max(norm2(rowwise(W))));
}

/// lambda sum_i ||row i||_1^2, the exclusive lasso: the entries of a row compete. Convex; gradient
/// 2 lambda ||row||_1 sign(w).   [Zhou, Jin, Hoi 2010]
template <class Real = double> constexpr auto exclusive_lasso(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(norm1(rowwise(W)))));
}

/// lambda sum_i ||row i||_2^(P/Q). Not convex for P < Q; the gradient at a row of zeros is then declared 0 where the true
/// one is infinite.   [skglm BlockL2_05 for P/Q = 1/2]
template <int P = 1, int Q = 2, class Real = double> constexpr auto block_lp_rows(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(pow<P, Q>(norm2(rowwise(W)))));
}

/// lambda sum_i sqrt(n) ||row i||_2, n the entries of a row. Convex; gradient lambda sqrt(n) w / ||row||.
/// [Yuan, Lin 2006, doi:10.1111/j.1467-9868.2005.00532.x]
template <class Real = double> constexpr auto group_lasso_rows(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sqrt(size(rowwise(W))) * sum(norm2(rowwise(W))));
}

/// lambda sum_j sqrt(n) ||column j||_2, n the entries of a column. Convex; gradient lambda sqrt(n) w / ||column||.
/// [Yuan, Lin 2006, doi:10.1111/j.1467-9868.2005.00532.x]
template <class Real = double> constexpr auto group_lasso_columns(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sqrt(size(colwise(W))) * sum(norm2(colwise(W))));
}

/// lambda sum_f sqrt(n) ||filter f||_2: a filter is what has one index of an axis, n its entries. Axis 3 is the filters
/// of a Conv2D kernel (height, width, channel, filter), axis 2 its channels. Convex; gradient
/// lambda sqrt(n) w / ||filter||.   [Wen et al. 2016, arXiv:1608.03665]
template <int Axis = 3, class Real = double> constexpr auto group_lasso_filters(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sqrt(size(each<Axis>(W))) * sum(norm2(each<Axis>(W))));
}

/// l1 sum |w| + group sum_i sqrt(n) ||row i||_2, n the entries of a row. Convex; gradient
/// l1 sign(w) + group sqrt(n) w / ||row||.   [sparse group lasso: Simon et al. 2013, doi:10.1080/10618600.2012.681250]
template <class Real = double> constexpr auto sparse_group_rows(given<Real> l1 = 0.01, given<Real> group = 0.01) {
  return penalty(coef<"l1">(l1) * sum(abs(W)) + coef<"group">(group) * sqrt(size(rowwise(W))) * sum(norm2(rowwise(W))));
}

/// l1 sum |w| + group sum_j sqrt(n) ||column j||_2, n the entries of a column. Convex; gradient
/// l1 sign(w) + group sqrt(n) w / ||column||.   [Simon et al. 2013, doi:10.1080/10618600.2012.681250]
template <class Real = double> constexpr auto sparse_group_columns(given<Real> l1 = 0.01, given<Real> group = 0.01) {
  return penalty(coef<"l1">(l1) * sum(abs(W)) + coef<"group">(group) * sqrt(size(colwise(W))) * sum(norm2(colwise(W))));
}

/// filter sum_f sqrt(n) ||filter f||_2 + slice sum_fc sqrt(m) ||slice fc||_2, a slice being what of a filter reads one
/// channel: a tree of groups, where slices drop out of filters that stay. Convex; its gradient is that of both sums.
/// [Zhao, Rocha, Yu 2009; Jenatton et al. 2011]
template <int Channel = 2, int Filter = 3, class Real = double>
constexpr auto tree_filters(given<Real> filter = 0.01, given<Real> slice = 0.01) {
  return penalty(coef<"filter">(filter) * sqrt(size(each<Filter>(W))) * sum(norm2(each<Filter>(W))) +
                 coef<"slice">(slice) * sqrt(size(each<Channel, Filter>(W))) * sum(norm2(each<Channel, Filter>(W))));
}

}  // namespace regula::gallery
