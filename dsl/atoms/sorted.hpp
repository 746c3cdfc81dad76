// SPDX-License-Identifier: MIT
/// Sums by rank: the sorted (OWL, SLOPE) L1 norm and the sum of the largest entries, of matrices and vectors.
#pragma once
#include <dsl/atoms/library.hpp>
#include <dsl/atoms/spectral_words.hpp>
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/matrix/order.hpp>

namespace regula {
namespace dsl {

/// The entries of x column by column; in place where they lie so.
template <class S> const S* entries_of(const matrix_ref<const S>& x, workspace& w) {
  if (x.is_column_major() && x.leading() == x.rows) return x.data;
  const auto dense = columns(w.take<S>(x.rows * x.cols), x.rows, x.cols);
  copy(dense, x);
  return dense.data;
}
/// Writes n results of `fill` in the order of entries_of.
template <class S, class F> void put_entries(const matrix_ref<S>& out, workspace& w, F fill) {
  const auto dense = columns(w.take<S>(out.rows * out.cols), out.rows, out.cols);
  fill(dense.data);
  copy(out, dense);
}

struct sorted_l1_value_atom : matrix_operation {
  static constexpr std::string_view name = "sorted_l1_value",
                                    latex = "\\sum_i {#2}_i \\left\\lvert {#1} \\right\\rvert_{(i)}";
  static constexpr std::string_view kinks_where = "entries of {#1} of one size, or 0";
  static constexpr int arity = 2;
  static constexpr auto shape_of(auto&, const shape*, std::uint64_t) { return shape{}; }
  template <class S> static double compute(const auto* x, std::uint64_t, auto& workspace) {
    return sorted_weighted_sum<S>(nullptr, entries_of<S>(x[0], workspace), entries_of<S>(x[1], workspace),
                                  x[0].rows * x[0].cols, workspace);
  }
};
struct sorted_l1_slope_atom : matrix_operation {
  static constexpr std::string_view name = "sorted_l1_slope", latex = "{#2}_{(i)} \\operatorname{sign} {#1}";
  static constexpr int arity = 2;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    const S *const entries = entries_of<S>(x[0], workspace), *const weights = entries_of<S>(x[1], workspace);
    put_entries<S>(out, workspace, [&](S* slopes) {
      sorted_weighted_sum<S>(slopes, entries, weights, out.rows * out.cols, workspace);
    });
  }
};
/// |x| from large to small, in the places of the weights.
struct sorted_sizes_atom : matrix_operation {
  static constexpr std::string_view name = "sorted_sizes", latex = "\\left\\lvert {#1} \\right\\rvert_{(i)}";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    const S* const entries = entries_of<S>(x[0], workspace);
    const auto n = out.rows * out.cols;
    put_entries<S>(out, workspace, [&](S* sizes) {
      std::transform(entries, entries + n, sizes, [](S e) { return std::abs(e); });
      if (std::none_of(sizes, sizes + n, [](S e) { return e != e; })) std::sort(sizes, sizes + n, std::greater<>());
    });
  }
};

}  // namespace dsl

/// sum_i v_i |x|_(i), the entries of x by size, the largest meeting the first of v (column by column). Convex for
/// v_1 >= v_2 >= ... >= 0. Slope v sign(x) by rank; entries of one size share their weights; 0 at 0.
/// [OWL: Zeng, Figueiredo 2014; SLOPE: Bogdan et al. 2015, doi:10.1214/15-AOAS842]
struct sorted_l1_atom : reduction {
  static constexpr std::string_view name = "sorted_l1",
                                    latex = "\\sum_i {#2}_{i} \\left\\lvert {#1} \\right\\rvert_{(i)}",
                                    on_arrays = "{sum}({entries}({#2}) * {descending}({abs}({#1})))";
  static constexpr int arity = 2;
  static constexpr bool by_axes = false;
  using uses = type_list<dsl::sorted_l1_value_atom, dsl::sorted_l1_slope_atom, dsl::sorted_sizes_atom>;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    for (int k = 0; k < dsl::max_axes; ++k) extents.same(x[0].axes[k], x[1].axes[k]);
    return dsl::shape{};
  }
  static constexpr auto defined_as(const auto& x, const auto& v) { return call<dsl::sorted_l1_value_atom>(x, v); }
  static constexpr auto slope(const auto& x, const auto& v, const auto&) {
    return partials{call<dsl::sorted_l1_slope_atom>(x, v), call<dsl::sorted_sizes_atom>(x)};
  }
  static constexpr auto simplified(const auto& x, const auto& v) {
    if (x.has_one_entry()) return v * abs(x);
    if (x.is_scaled()) return abs(x.scale()) * call<sorted_l1_atom>(x.unscaled(), v);
    if (v.is_scaled()) return v.scale() * call<sorted_l1_atom>(x, v.unscaled());
    return unchanged(x);
  }
};
template <class X, class V>
  requires arguments<X, V>
constexpr auto sorted_l1(X x, V v) { return call<sorted_l1_atom>(x, v); }

namespace dsl {
template <int K> struct top_k_value_atom : matrix_operation {
  static constexpr std::string_view name = "top_k_value", latex = "\\sum_{i \\leq k} {#1}_{(i)}";
  static constexpr std::string_view kinks_where = "entries of {#1} of one size";
  static constexpr auto shape_of(auto&, const shape*, std::uint64_t) { return shape{}; }
  template <class S> static double compute(const auto* x, std::uint64_t, auto& workspace) {
    return largest_sum<S>(nullptr, entries_of<S>(x[0], workspace), x[0].rows * x[0].cols, K, false, workspace);
  }
};
template <int K> struct top_k_slope_atom : matrix_operation {
  static constexpr std::string_view name = "top_k_slope", latex = "\\mathbf{1}\\left[{#1+} \\geq {#1}_{(k)}\\right]";
  static constexpr auto range = regula::range::nonnegative;
  static constexpr auto shape_of(auto&, const shape* x, std::uint64_t) { return x[0]; }
  template <class S> static void compute(const auto& out, const auto* x, std::uint64_t, auto& workspace) {
    const S* const entries = entries_of<S>(x[0], workspace);
    put_entries<S>(out, workspace,
                   [&](S* slopes) { largest_sum<S>(slopes, entries, out.rows * out.cols, K, false, workspace); });
  }
};
}  // namespace dsl

/// The sum of the K largest entries; of all where there are fewer. Convex. Slope 1 for those that count; entries equal to
/// the smallest of them share the places that are left.
template <int K> struct top_k_sum_atom : reduction {
  static constexpr std::string_view name = "top_k_sum", latex = "\\sum_{i \\leq #p} {#1}_{(i)}";
  static constexpr auto bends = curvature::convex;
  static constexpr auto runs = trend::increasing;
  static constexpr bool by_axes = false;
  using uses = type_list<dsl::top_k_value_atom<K>, dsl::top_k_slope_atom<K>>;
  static constexpr auto shape_of(auto& extents, const dsl::shape* x, std::uint64_t) {
    extents.matrix(x[0]);
    return dsl::shape{};
  }
  static std::string spelling(std::uint64_t) { return "top_k_sum<" + std::to_string(K) + ">"; }
  static constexpr auto read(auto, const auto& s) { return dsl::read_top_k_sum(s, K); }
  static std::string latex_for(std::uint64_t) { return "\\sum_{i \\leq " + std::to_string(K) + "} {#1}_{(i)}"; }
  static std::string on_arrays_for(std::uint64_t) { return "{sum}({descending}({#1})[:" + std::to_string(K) + "])"; }
  static constexpr auto defined_as(const auto& x) { return call<dsl::top_k_value_atom<K>>(x); }
  static constexpr auto slope(const auto& x, const auto&) { return call<dsl::top_k_slope_atom<K>>(x); }
  static constexpr auto simplified(const auto& x) { return x.has_one_entry() ? x : unchanged(x); }
};
template <int K> constexpr auto top_k_sum(argument auto x) {
  static_assert(K > 0, "top_k_sum<K>(x) sums at least one entry");
  return call<top_k_sum_atom<K>>(x);
}

/// Behind a door of their own, so not in library_atoms. Of a template, examples.
using sorted_atoms = type_list<sorted_l1_atom, top_k_sum_atom<2>>;

}  // namespace regula
