// SPDX-License-Identifier: MIT
/// Sparse matrices in a formula: L x, and sums over groups of entries.
#pragma once
#include <Eigen/SparseCore>
#include <dsl/atoms/library.hpp>
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/matrix/workspace.hpp>
#include <dsl/meta/error.hpp>

namespace regula {
namespace dsl {

/// The sparse matrix that a reference stands for: its pointer is the address of the object.
template <class S> const Eigen::SparseMatrix<S>& sparse_of(const matrix_ref<const S>& x) {
  return *reinterpret_cast<const Eigen::SparseMatrix<S>*>(x.data);
}

/// out = L x or L' x.
template <bool Transposed, class S>
void apply_sparse(const matrix_ref<S>& out, const Eigen::SparseMatrix<S>& l, const matrix_ref<const S>& x,
                  workspace& w) {
  const auto dense = [&](auto& m) { return columns(w.take<S>(m.rows * m.cols), m.rows, m.cols); };
  auto from = x;
  if (!x.is_column_major()) {
    const auto copied = dense(x);
    copy(copied, x);
    from = copied;
  }
  const auto to = out.is_column_major() ? out : dense(out);
  if constexpr (Transposed)
    map_of(to).noalias() = l.transpose() * map_of(from);
  else
    map_of(to).noalias() = l * map_of(from);
  if (to.data != out.data) copy(out, to);
}
/// A matrix as one column, column after column.
template <class S> matrix_ref<const S> as_column(const matrix_ref<const S>& x, workspace& w) {
  const auto n = x.rows * x.cols;
  if (x.is_column_major() && x.leading() == std::max<std::ptrdiff_t>(x.rows, 1)) return columns(x.data, n, 1);
  const auto dense = columns(w.take<S>(n), x.rows, x.cols);
  copy(dense, x);
  return columns(static_cast<const S*>(dense.data), n, 1);
}

struct apply_transposed_atom;

}  // namespace dsl

/// L x, L a sparse matrix: an Eigen::SparseMatrix of the tensors' entry type, bound to its name as they are. It is a
/// constant of the formula: no derivative is taken in it.
struct apply_atom : matrix_operation {
  static constexpr std::string_view name = "apply", latex = "{#1.} \\, {#2.}", on_arrays = "{#1} @ {#2}";
  static constexpr int arity = 2;
  static constexpr auto bends = curvature::affine;
  static constexpr bool applies_first = true;
  using uses = type_list<dsl::apply_transposed_atom>;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    extents.matrix(x[1]);
    extents.same(x[0].axes[1], x[1].axes[0]);
    return dsl::matrix_shape(x[0].axes[0], x[1].axes[1]);
  }
  static constexpr auto adjoint(const auto& l, const auto&, const auto& y, const auto& a) {
    return partials{0.0, call<dsl::apply_transposed_atom>(l, a.like(y))};
  }
  static constexpr auto simplified(const auto& l, const auto& x) {
    return x.is_scaled() ? x.scale() * call<apply_atom>(l, x.unscaled()) : unchanged(x);
  }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    dsl::apply_sparse<false, S>(out, dsl::sparse_of<S>(x[0]), x[1], workspace);
  }
};
template <class L, class X>
  requires arguments<L, X>
constexpr auto apply(L l, X x) { return call<apply_atom>(l, x); }

namespace dsl {

/// L' x.
struct apply_transposed_atom : matrix_operation {
  static constexpr std::string_view name = "apply_transposed", latex = "{#1}^{\\top} \\, {#2.}",
                                    on_arrays = "{transpose}({#1}) @ {#2}";
  static constexpr int arity = 2;
  static constexpr auto bends = curvature::affine;
  static constexpr bool applies_first = true;
  using uses = type_list<apply_atom>;
  static constexpr auto shape_of(auto& extents, const shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    extents.matrix(x[1]);
    extents.same(x[0].axes[0], x[1].axes[0]);
    return matrix_shape(x[0].axes[1], x[1].axes[1]);
  }
  static constexpr auto adjoint(const auto& l, const auto&, const auto& y, const auto& a) {
    return partials{0.0, call<apply_atom>(l, a.like(y))};
  }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    apply_sparse<true, S>(out, sparse_of<S>(x[0]), x[1], workspace);
  }
};

struct group_spread_atom;

}  // namespace dsl

/// One number for each group of entries of x: sum of the group times its factor. G is bound to regula::groups; groups may
/// overlap; entries are numbered column by column.
struct group_sums_atom : matrix_operation {
  static constexpr std::string_view name = "group_sums", latex = "\\sum_{i \\in g}^{g \\in {#1}} {#2}_i",
                                    on_arrays = "{#1} @ {column}({#2})";
  static constexpr int arity = 2;
  static constexpr auto bends = curvature::affine;
  static constexpr bool applies_first = true;
  using uses = type_list<dsl::group_spread_atom>;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    extents.matrix(x[1]);
    return dsl::matrix_shape(x[0].axes[0], dsl::unit_extent);
  }
  static constexpr auto adjoint(const auto& g, const auto& x, const auto& y, const auto& a) {
    return partials{0.0, call<dsl::group_spread_atom>(g, a.like(y), x)};
  }
  static constexpr auto simplified(const auto& g, const auto& x) {
    return x.is_scaled() ? x.scale() * call<group_sums_atom>(g, x.unscaled()) : unchanged(x);
  }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    const auto entries = x[1].rows * x[1].cols;
    if (x[0].cols != entries)
      throw shape_error("group_sums: the groups are of " + std::to_string(x[0].cols) + " entries, and the tensor is " +
                        std::to_string(x[1].rows) + " x " + std::to_string(x[1].cols));
    dsl::apply_sparse<false, S>(out, dsl::sparse_of<S>(x[0]), dsl::as_column<S>(x[1], workspace), workspace);
  }
};
template <class G, class X>
  requires arguments<G, X>
constexpr auto group_sums(G g, X x) { return call<group_sums_atom>(g, x); }

namespace dsl {

/// For each entry of x the sum of y over its groups, times their factors; of x only the shape counts.
struct group_spread_atom : matrix_operation {
  static constexpr std::string_view name = "group_spread", latex = "\\sum_{g \\ni i} {#2}_g",
                                    on_arrays = "{shaped}({transpose}({#1}) @ {#2}, {#3})";
  static constexpr int arity = 3;
  static constexpr auto bends = curvature::affine;
  static constexpr bool applies_first = true;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[2]; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    const auto dense = columns(workspace.template take<S>(out.rows * out.cols), out.rows, out.cols);
    apply_sparse<true, S>(columns(dense.data, out.rows * out.cols, 1), sparse_of<S>(x[0]), x[1], workspace);
    copy(out, dense);
  }
};

}  // namespace dsl
/// Behind a door of their own, so not in library_atoms.
using sparse_atoms = type_list<apply_atom, group_sums_atom>;

}  // namespace regula
