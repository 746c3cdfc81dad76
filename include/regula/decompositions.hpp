// SPDX-License-Identifier: MIT
/// Atoms that decompose or sort a matrix; a door of their own, for Eigen's decompositions are slow to compile.
///
///   nuclear_norm(W), spectral_norm(W), schatten<3>(W)   singular values        log_det(X)   of a positive definite matrix
///   power_norm<16>(X)   largest |eigenvalue| of a symmetric matrix, by power iteration
///   sorted_l1(W, V), top_k_sum<10>(abs(W))              entries by rank
///
/// A matrix outside the domain of its atom, or with entries that are not finite, is a domain_error before anything is
/// written. Entries by rank know no such error: NaN in gives NaN out.
#pragma once
#include <dsl/atoms/sorted.hpp>
#include <dsl/atoms/spectral.hpp>
#include <regula/penalty.hpp>
