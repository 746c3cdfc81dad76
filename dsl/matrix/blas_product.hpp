// SPDX-License-Identifier: MIT
/// The product of two matrices by the BLAS, where REGULA_BLAS is defined. With alpha = 0 a BLAS need not read the operands.
#pragma once
#include <cblas.h>
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/matrix/workspace.hpp>
#include <dsl/meta/error.hpp>
#include <limits>
#include <string>

namespace regula::dsl {

/// An operand as the BLAS wants it.
template <class S> struct blas_operand {
  const S* data;
  int leading;
  bool transposed;
};

inline int blas_int(std::ptrdiff_t n) {
  if (n > std::numeric_limits<int>::max())
    throw shape_error("a side of " + std::to_string(n) + " entries does not fit the int of the BLAS");
  return static_cast<int>(n);
}

/// x, or a copy of it in the workspace if neither its rows (where they may be) nor its columns are plain.
template <class S> blas_operand<S> blas_operand_of(const matrix_ref<const S>& x, bool may_be_rows, workspace& w) {
  if (x.is_column_major()) return {x.data, blas_int(x.leading()), false};
  if (may_be_rows && x.is_row_major()) return {x.data, blas_int(x.transposed().leading()), true};
  const auto plain = columns(w.take<S>(x.rows * x.cols), x.rows, x.cols);
  copy(plain, x);
  return {plain.data, blas_int(plain.leading()), false};
}

inline CBLAS_TRANSPOSE turned(bool transposed) { return transposed ? CblasTrans : CblasNoTrans; }

/// c = alpha a b. c has no empty side. With only what is below the diagonal wanted, a is b transposed and alpha is 1.
template <class S>
void plain_product(const matrix_ref<S>& c, S alpha, const matrix_ref<const S>& a, part a_is,
                   const matrix_ref<const S>& b, part b_is, part wanted, workspace& w) {
  if (a.cols == 0) return fill(c, S(0));
  const scratch_scope scope(w);
  if (!c.is_column_major()) {
    const auto plain = columns(w.take<S>(c.rows * c.cols), c.rows, c.cols);
    plain_product(plain, alpha, a, a_is, b, b_is, wanted, w);
    return copy(c, plain);
  }
  const int m = blas_int(c.rows), n = blas_int(c.cols), k = blas_int(a.cols), leading = blas_int(c.leading());
  // What is multiplied with a symmetric matrix must be by columns; the symmetric one is its own transpose.
  const bool on_left = a_is == part::below, on_right = b_is == part::below;
  const auto right = blas_operand_of(b, !on_left, w);
  const auto by = [](auto in_float, auto in_double) {
    if constexpr (std::is_same_v<S, float>)
      return in_float;
    else
      return in_double;
  };
  if (wanted == part::below) {
    by(cblas_ssyrk, cblas_dsyrk)(CblasColMajor, CblasLower, turned(!right.transposed), n, k, S(1), right.data,
                                 right.leading, S(0), c.data, leading);
    return;
  }
  const auto left = blas_operand_of(a, !on_right, w);
  const auto& symmetric = on_left ? left : right;
  const auto& other = on_left ? right : left;
  if (on_left || on_right)
    by(cblas_ssymm, cblas_dsymm)(CblasColMajor, on_left ? CblasLeft : CblasRight,
                                 symmetric.transposed ? CblasUpper : CblasLower, m, n, alpha, symmetric.data,
                                 symmetric.leading, other.data, other.leading, S(0), c.data, leading);
  else
    by(cblas_sgemm, cblas_dgemm)(CblasColMajor, turned(left.transposed), turned(right.transposed), m, n, k, alpha,
                                 left.data, left.leading, right.data, right.leading, S(0), c.data, leading);
}

}  // namespace regula::dsl
