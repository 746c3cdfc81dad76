// SPDX-License-Identifier: MIT
/// Products of matrices. Operands and results are whole matrices in memory; Eigen multiplies them.
#pragma once
#include <dsl/atoms/structure.hpp>
#include <dsl/matrix/products.hpp>

namespace regula {

/// a b, of matrices.
struct matmul_atom : matrix_operation {
  static constexpr std::string_view name = "matmul", latex = "{#1.} {#2.}", on_arrays = "{#1} @ {#2}";
  static constexpr std::string_view flops = "2 r1 c1 c2";  // rows and columns of the operands
  static constexpr int arity = 2, cost = 20;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    extents.matrix(x[1]);
    extents.same(x[0].axes[1], x[1].axes[0]);
    return dsl::matrix_shape(x[0].axes[0], x[1].axes[1]);
  }
  static constexpr auto adjoint(const auto& a, const auto& b, const auto& y, const auto& ybar) {
    const auto whole = ybar.like(y);
    return partials{product(whole, transpose(b)), product(transpose(a), whole)};
  }
  /// The scale leaves; a product of one entry is a sum of products. The node's flags say which operand is symmetric.
  static constexpr auto simplified(const auto& a, const auto& b) {
    if (a.has_one_entry() || b.has_one_entry()) return a * b;
    if (a.is_scaled()) return a.scale() * matmul(a.unscaled(), b);
    if (b.is_scaled()) return b.scale() * matmul(a, b.unscaled());
    if (a.rows() == dsl::unit_extent && b.cols() == dsl::unit_extent) return sum(transpose(a) * b);
    return product(a, b);
  }
  static constexpr auto product(const auto& a, const auto& b) {
    return a.template plain<matmul_atom>(b.is_symmetric() ? 2 : a.is_symmetric() ? 1 : 0, a, b);
  }
  /// flags: 1, the left operand is symmetric; 2, the right one.
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t flags, auto& workspace) {
    if (flags != 0)
      multiply_symmetric(out, S(1), x[0], x[1], flags == 1, workspace);
    else
      multiply(out, S(1), x[0], x[1], workspace);
  }
};
template <class A, class B>
  requires arguments<A, B>
constexpr auto matmul(A a, B b) { return call<matmul_atom>(a, b); }

/// x'x, the inner products of the columns.
struct gram_atom : matrix_operation {
  static constexpr std::string_view name = "gram", latex = "{#1}^{\\top} {#1.}", on_arrays = "{transpose}({#1}) @ {#1}";
  static constexpr std::string_view flops = "r1 c1 c1";
  static constexpr int cost = 20;
  static constexpr bool symmetric = true;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return dsl::matrix_shape(x[0].axes[1], x[0].axes[1]);
  }
  static constexpr auto adjoint(const auto& x, const auto& y, const auto& ybar) {
    return matmul_atom::product(x, (ybar + transpose(ybar)).like(y));
  }
  static constexpr auto simplified(const auto& x) {
    if (x.has_one_entry()) return square(x);
    if (x.is_scaled()) return square(x.scale()) * gram(x.unscaled());
    return x.cols() == dsl::unit_extent ? sum(square(x)) : unchanged(x);
  }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    gram(out, x[0], workspace);
  }
};
constexpr auto gram(auto... x) requires arguments<decltype(x)...> { return call<gram_atom>(x...); }

/// x x', the inner products of the rows.
struct outer_gram_atom : matrix_operation {
  static constexpr std::string_view name = "outer_gram", latex = "{#1.} {#1}^{\\top}";
  static constexpr int cost = 20;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return dsl::matrix_shape(x[0].axes[0], x[0].axes[0]);
  }
  static constexpr auto defined_as(const auto& x) { return gram(transpose(x)); }
};
constexpr auto outer_gram(auto... x) requires arguments<decltype(x)...> { return call<outer_gram_atom>(x...); }

/// x' a x of a matrix a and a column x, or its trace for several columns: sum(x * (a x)).
struct quadratic_atom : reduction {
  static constexpr bool by_axes = false;
  static constexpr std::string_view name = "quadratic", latex = "{#1}^{\\top} {#2.} {#1.}";
  static constexpr int arity = 2;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    extents.matrix(x[1]);
    extents.same(x[1].axes[1], x[0].axes[0]);
    extents.same(x[1].axes[0], x[0].axes[0]);
    return dsl::shape{};
  }
  static constexpr auto defined_as(const auto& x, const auto& a) { return sum(x * matmul(a, x)); }
};
template <class X, class A>
  requires arguments<X, A>
constexpr auto quadratic(X x, A a) { return call<quadratic_atom>(x, a); }

/// The cosines of the angles between the rows: n x n, 0 for a row of zeros.
struct row_cosines_atom : matrix_operation {
  static constexpr std::string_view name = "row_cosines", latex = "\\cos\\left({#1}, {#1}\\right)";
  static constexpr int cost = 20;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return dsl::matrix_shape(x[0].axes[0], x[0].axes[0]);
  }
  static constexpr auto defined_as(const auto& x) { return outer_gram(x * safe_inverse(norm2(rowwise(x)))); }
};
constexpr auto row_cosines(auto... x) requires arguments<decltype(x)...> { return call<row_cosines_atom>(x...); }

/// The cosines of the angles between the columns.
struct col_cosines_atom : matrix_operation {
  static constexpr std::string_view name = "col_cosines", latex = "\\cos\\left({#1}^{\\top}, {#1}^{\\top}\\right)";
  static constexpr int cost = 20;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return dsl::matrix_shape(x[0].axes[1], x[0].axes[1]);
  }
  static constexpr auto defined_as(const auto& x) { return gram(x * safe_inverse(norm2(colwise(x)))); }
};
constexpr auto col_cosines(auto... x) requires arguments<decltype(x)...> { return call<col_cosines_atom>(x...); }

using product_atoms =
    type_list<matmul_atom, gram_atom, outer_gram_atom, quadratic_atom, row_cosines_atom, col_cosines_atom>;

}  // namespace regula
