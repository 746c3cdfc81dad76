// SPDX-License-Identifier: MIT
/// A matrix in memory: pointer, extents and strides in entries. It owns nothing.
#pragma once
#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace regula::dsl {

/// Entry (i, j) is data[i * row_stride + j * col_stride]. Strides may be zero or negative.
template <class S> struct matrix_ref {
  S* data = nullptr;
  std::ptrdiff_t rows = 0, cols = 0, row_stride = 0, col_stride = 0;

  S& operator()(std::ptrdiff_t i, std::ptrdiff_t j) const { return data[i * row_stride + j * col_stride]; }
  bool empty() const { return rows == 0 || cols == 0; }

  matrix_ref transposed() const { return {data, cols, rows, col_stride, row_stride}; }
  matrix_ref block(std::ptrdiff_t i, std::ptrdiff_t j, std::ptrdiff_t m, std::ptrdiff_t n) const {
    return {data + (i * row_stride + j * col_stride), m, n, row_stride, col_stride};
  }
  operator matrix_ref<const S>() const requires(!std::is_const_v<S>) {
    return {data, rows, cols, row_stride, col_stride};
  }

  /// Columns without gaps, one after the other, perhaps with room between them: what BLAS and Eigen read at full speed.
  bool is_column_major() const {
    return (rows <= 1 || row_stride == 1) && (cols <= 1 || col_stride >= std::max<std::ptrdiff_t>(rows, 1));
  }
  bool is_row_major() const { return transposed().is_column_major(); }
  /// From one column to the next, of a column-major matrix; positive even where there is no next.
  std::ptrdiff_t leading() const { return cols > 1 ? col_stride : std::max<std::ptrdiff_t>(rows, 1); }
};

/// All of a matrix, or only its lower triangle with the diagonal: what is read of an operand that is symmetric, what is
/// wanted of a result.
enum class part { whole, below };

/// A dense column-major matrix.
template <class S> matrix_ref<S> columns(S* data, std::ptrdiff_t rows, std::ptrdiff_t cols) {
  return {data, rows, cols, 1, rows};
}

template <class S> using plain_matrix = Eigen::Matrix<std::remove_const_t<S>, Eigen::Dynamic, Eigen::Dynamic>;
template <class S> using plain_vector = Eigen::Matrix<std::remove_const_t<S>, Eigen::Dynamic, 1>;
template <class S, class Plain> using like = std::conditional_t<std::is_const_v<S>, const Plain, Plain>;
template <class S> using matrix_map = Eigen::Map<like<S, plain_matrix<S>>, Eigen::Unaligned, Eigen::OuterStride<>>;
template <class S> using vector_map = Eigen::Map<like<S, plain_vector<S>>>;

/// A column-major matrix as Eigen sees it. A row-major one is map_of(x.transposed()).transpose().
template <class S> matrix_map<S> map_of(const matrix_ref<S>& x) {
  return {x.data, x.rows, x.cols, Eigen::OuterStride<>(x.leading())};
}
template <class S> vector_map<S> map_of(S* data, std::ptrdiff_t n) { return {data, n}; }

template <class S> void fill(const matrix_ref<S>& out, std::type_identity_t<S> value) {
  for (std::ptrdiff_t j = 0; j < out.cols; ++j)
    for (std::ptrdiff_t i = 0; i < out.rows; ++i) out(i, j) = value;
}

/// out = x, entry by entry, whatever the strides; in tiles, so that neither is walked across its grain for long.
template <class S> void copy(const matrix_ref<S>& out, const matrix_ref<const std::type_identity_t<S>>& x) {
  constexpr std::ptrdiff_t tile = 16;
  if (out.row_stride != 1 && out.col_stride == 1) return copy(out.transposed(), x.transposed());
  for (std::ptrdiff_t j0 = 0; j0 < x.cols; j0 += tile) {
    const auto j1 = std::min(j0 + tile, x.cols);
    for (std::ptrdiff_t i0 = 0; i0 < x.rows; i0 += tile) {
      const auto i1 = std::min(i0 + tile, x.rows);
      for (auto j = j0; j < j1; ++j)
        for (auto i = i0; i < i1; ++i) out(i, j) = x(i, j);
    }
  }
}

}  // namespace regula::dsl
