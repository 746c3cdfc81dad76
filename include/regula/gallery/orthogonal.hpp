// SPDX-License-Identifier: MIT
/// Penalties of angles: rows, columns, activations that are to be orthogonal or uncorrelated. None but
/// spectral_decoupling is convex. A penalty of activations has one row of W for each sample of the batch.
#pragma once
#include <regula/gallery/given.hpp>
#include <regula/penalty.hpp>

namespace regula::gallery {
using symbols::V;
using symbols::W;

/// factor mean |cos(row i, row j)| over the pairs i != j. A row of zeros has cosine 0, a single row penalty 0. Not
/// convex; gradient 0 where a cosine is 0.   [Keras OrthogonalRegularizer(factor, mode="rows"), NaN for a single row]
template <class Real = double> constexpr auto orthogonal_rows(given<Real> factor = 0.01) {
  const auto rows = size(colwise(W));
  return penalty(coef<"factor">(factor) * norm1(off_diagonal(row_cosines(W))) *
                 safe_inverse(rows * (rows - constant<1>)));
}

/// factor mean |cos(column i, column j)| over the pairs i != j. A column of zeros has cosine 0, a single column penalty
/// 0. Not convex; gradient 0 where a cosine is 0.   [Keras OrthogonalRegularizer(factor, mode="columns"), NaN likewise]
template <class Real = double> constexpr auto orthogonal_columns(given<Real> factor = 0.01) {
  const auto columns = size(rowwise(W));
  return penalty(coef<"factor">(factor) * norm1(off_diagonal(col_cosines(W))) *
                 safe_inverse(columns * (columns - constant<1>)));
}

/// lambda ||W'W - I||_F^2: columns of length 1, orthogonal. Not convex, smooth; gradient 4 lambda W (W'W - I).
/// [soft orthogonality: Bansal, Chen, Wang 2018, arXiv:1810.09102]
template <class Real = double> constexpr auto soft_orthogonal(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(gram(W) - identity)));
}

/// lambda (||W'W - I||_F^2 + ||WW' - I||_F^2). Not convex, smooth; gradient 4 lambda (W (W'W - I) + (WW' - I) W).
/// [double soft orthogonality: Bansal, Chen, Wang 2018, arXiv:1810.09102]
template <class Real = double> constexpr auto double_soft_orthogonal(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * (sum(square(gram(W) - identity)) + sum(square(outer_gram(W) - identity))));
}

/// factor sum |WW' - I|: rows of length 1, orthogonal. Not convex; gradient 2 factor sign(WW' - I) W, sign(0) = 0.
/// [mlpack OrthogonalRegularizer]
template <class Real = double> constexpr auto l1_orthogonal(given<Real> factor = 1.0) {
  return penalty(coef<"factor">(factor) * norm1(outer_gram(W) - identity));
}

/// lambda max |cos(column i, column j)|, i != j: the coherence of a dictionary. Not convex; the largest share equally.
/// [Donoho, Elad 2003, doi:10.1073/pnas.0437847100]
template <class Real = double> constexpr auto mutual_coherence(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * norm_inf(off_diagonal(col_cosines(W))));
}

/// lambda ||W'V||_F^2: every column of W orthogonal to every column of V. Not convex in both together, convex in each;
/// smooth; gradient 2 lambda V V'W.
template <class Real = double> constexpr auto cross_orthogonal(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(matmul(transpose(W), V))));
}

/// lambda/2 times the mean over the batch of ||row||^2, W the logits. Convex, smooth; gradient lambda w / rows.
/// [Pezeshki et al. 2021, arXiv:2011.09468]
template <class Real = double> constexpr auto spectral_decoupling(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) / constant<2> * sum(square(W)) / size(colwise(W)));
}

/// lambda/2 (||C||_F^2 - ||diag C||^2), C the covariance of the columns of the activations W (over the number of rows).
/// Not convex, smooth; gradient 2 lambda (W - mean) (C - diag C) / rows.
/// [DeCov: Cogswell et al. 2016, arXiv:1511.06068]
template <class Real = double> constexpr auto decov(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) / constant<2> *
                 sum(square(off_diagonal(gram(W - mean(colwise(W))) / size(colwise(W))))));
}

/// lambda ||C - I||_F^2, C as in decov: activations that are uncorrelated and have variance 1. Not convex, smooth;
/// gradient 4 lambda (W - mean) (C - I) / rows.
template <class Real = double> constexpr auto activity_covariance(given<Real> lambda = 0.01) {
  return penalty(coef<"lambda">(lambda) * sum(square(gram(W - mean(colwise(W))) / size(colwise(W)) - identity)));
}

}  // namespace regula::gallery
