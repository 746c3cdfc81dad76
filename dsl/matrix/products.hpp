// SPDX-License-Identifier: MIT
/// The products of matrices that gradients are made of: x'x, a b, and a b with one of them symmetric. On one thread or
/// with the helpers of a workspace, which the scratch memory is from. Any strides; NaN and Inf go through; no operand may overlap the result.
#pragma once
#if defined(REGULA_BLAS)
#include <dsl/matrix/blas_product.hpp>
#else
#include <dsl/matrix/block_product.hpp>
#endif

namespace regula::dsl {

/// Copies the lower triangle of a square matrix to the upper one.
template <class S> void mirror(const matrix_ref<S>& a) {
  constexpr std::ptrdiff_t tile = 16;
  for (std::ptrdiff_t k = 0; k < a.cols; k += tile) {
    const auto n = std::min(tile, a.cols - k);
    for (std::ptrdiff_t j = k; j < k + n; ++j)
      for (std::ptrdiff_t i = k; i < j; ++i) a(i, j) = a(j, i);
    for (std::ptrdiff_t i = k + n; i < a.rows; i += tile) {
      const auto m = std::min(tile, a.rows - i);
      copy(a.block(k, i, n, m), matrix_ref<const S>(a.block(i, k, m, n)).transposed());
    }
  }
}

/// out = alpha a b for a column b, which wants no blocks.
template <class S>
bool vector_product(const matrix_ref<S>& out, S alpha, const matrix_ref<const S>& a, const matrix_ref<const S>& b) {
  if (out.cols != 1 || (out.rows > 1 && out.row_stride != 1) || (b.rows > 1 && b.row_stride != 1)) return false;
  auto y = map_of(out.data, out.rows);
  const auto x = map_of(b.data, b.rows);
  if (a.is_column_major())
    y.noalias() = alpha * (map_of(a) * x);
  else if (a.is_row_major())
    y.noalias() = alpha * (map_of(a.transposed()).transpose() * x);
  else
    return false;
  return true;
}

/// out = x' x, whole and exactly symmetric.
template <class S>
void gram(const matrix_ref<S>& out, const matrix_ref<const std::type_identity_t<S>>& x, workspace& w) {
  if (out.empty()) return;
  plain_product<S>(out, S(1), x.transposed(), part::whole, x, part::whole, part::below, w);
  mirror(out);
}

/// out = alpha a b.
template <class S>
void multiply(const matrix_ref<S>& out, std::type_identity_t<S> alpha,
              const matrix_ref<const std::type_identity_t<S>>& a, const matrix_ref<const std::type_identity_t<S>>& b,
              workspace& w) {
  if (out.empty()) return;
  const auto turned = out.transposed();
  if (vector_product<S>(out, alpha, a, b) || vector_product<S>(turned, alpha, b.transposed(), a.transposed())) return;
  if (out.is_row_major())
    plain_product<S>(turned, alpha, b.transposed(), part::whole, a.transposed(), part::whole, part::whole, w);
  else
    plain_product<S>(out, alpha, a, part::whole, b, part::whole, part::whole, w);
}

/// out = alpha a b, where a (left_is_symmetric) or b is symmetric and stored whole: its lower triangle is read, the rest
/// need not be.
template <class S>
void multiply_symmetric(const matrix_ref<S>& out, std::type_identity_t<S> alpha,
                        const matrix_ref<const std::type_identity_t<S>>& a,
                        const matrix_ref<const std::type_identity_t<S>>& b, bool left_is_symmetric, workspace& w) {
  if (out.empty()) return;
  const auto left = left_is_symmetric ? part::below : part::whole,
             right = left_is_symmetric ? part::whole : part::below;
  if (out.is_row_major())
    plain_product<S>(out.transposed(), alpha, right == part::below ? b : b.transposed(), right,
                     left == part::below ? a : a.transposed(), left, part::whole, w);
  else
    plain_product<S>(out, alpha, a, left, b, right, part::whole, w);
}

}  // namespace regula::dsl
