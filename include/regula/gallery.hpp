// SPDX-License-Identifier: MIT
/// Ready-made penalties, each one formula. They are written in the language: what they do, a user can write.
///
/// A strength defaults to 0.01, as in Keras, where its source names no other. "Convex" is meant in W. The gradient at a
/// kink is that of the atoms (docs/reference/kinks.md): sign(0) = 0, the norm of zeros has gradient 0, ties share.
///
/// Apart, as they need more: <regula/gallery/matrices.hpp> (singular values, eigenvalues, sorted entries) and
/// <regula/gallery/graphs.hpp> (sparse matrices, index groups).
#pragma once
#include <regula/gallery/anchored.hpp>
#include <regula/gallery/bounded.hpp>
#include <regula/gallery/groups.hpp>
#include <regula/gallery/norms.hpp>
#include <regula/gallery/orthogonal.hpp>
#include <regula/gallery/robust.hpp>
#include <regula/gallery/sparse.hpp>
#include <regula/gallery/variation.hpp>

namespace regula {
using gallery::l1;
using gallery::l1_l2;
using gallery::l2;
}  // namespace regula
