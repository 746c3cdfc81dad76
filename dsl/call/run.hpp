// SPDX-License-Identifier: MIT
/// One call of a penalty: views of the bound tensors, run-time checks, and the kernel run on them.
#pragma once
#include <dsl/call/bind.hpp>
#include <dsl/kernel/flat_kernel.hpp>
#include <dsl/kernel/panel_kernel.hpp>
#include <dsl/tensors/overlap.hpp>
#include <string>

namespace regula::dsl {

/// Bytes from which a result bypasses the caches: it would not stay in them.
inline constexpr std::ptrdiff_t stream_from = std::ptrdiff_t{12} << 20;

/// The tensors of one call as the checks and the kernel see them. T: tensors of the formula.
template <class S, int T> struct call_views {
  view<const S> in[T], along[T];
  view<S> out[T];
  bool has_out[T]{}, has_along[T]{};
  const std::string_view* names;
  const std::int16_t* shapes;

  /// The usual case, found quickly: every tensor in one stretch, shapes and orders equal, outputs apart from the rest.
  [[gnu::always_inline]] bool plain() const {
    for (int t = 0; t < T; ++t) {
      const auto& first = in[shapes[t]];
      if (shapes[t] == t ? !is_plain(first) : !same_layout(first, in[t])) return false;
      if (has_along[t] && !same_layout(first, along[t])) return false;
      if (!has_out[t]) continue;
      if (!same_layout(first, out[t])) return false;
      for (int u = 0; u < T; ++u)
        if (!apart(out[t], in[u]) || (has_along[u] && !apart(out[t], along[u])) ||
            (u < t && has_out[u] && !apart(out[t], out[u])))
          return false;
    }
    return true;
  }

  /// Throws shape_error or overlap_error, naming the tensors.
  void check() const {
    for (int t = 0; t < T; ++t) {
      const int s = shapes[t];
      if (!same_shape(in[t], in[s]))
        throw shape_error("the formula joins " + text(s, in[s]) + " and " + text(t, in[t]) +
                          " entry by entry: their shapes must be equal");
      if (has_out[t] && !same_shape(in[t], out[t])) throw shape_error(mismatch("derivative buffer", t, out[t]));
      if (has_along[t] && !same_shape(in[t], along[t])) throw shape_error(mismatch("direction", t, along[t]));
    }
    for (int t = 0; t < T; ++t) {
      if (!has_out[t]) continue;
      if (overlaps_itself(out[t]))
        throw overlap_error("the derivative buffer of " + std::string{names[t]} +
                            " overlaps itself: each of its entries needs memory of its own");
      for (int u = 0; u < T; ++u) {
        if (overlap(out[t], in[u])) throw overlap_error(clash(t, "tensor " + std::string{names[u]}));
        if (has_along[u] && overlap(out[t], along[u]))
          throw overlap_error(clash(t, "direction of " + std::string{names[u]}));
        if (u < t && has_out[u] && overlap(out[t], out[u]))
          throw overlap_error(clash(t, "derivative buffer of " + std::string{names[u]}));
      }
    }
  }

private:
  template <class V> [[gnu::always_inline]] static bool apart(const view<S>& a, const V& b) {
    const auto p = reinterpret_cast<std::uintptr_t>(a.data), q = reinterpret_cast<std::uintptr_t>(b.data);
    return p + static_cast<std::uintptr_t>(a.size()) * sizeof(S) <= q ||
           q + static_cast<std::uintptr_t>(b.size()) * sizeof(S) <= p;
  }
  template <class V> std::string text(int t, const V& v) const {
    return std::string{names[t]} + " (" + shape_text(v.rank, v.extents) + ")";
  }
  template <class V> std::string mismatch(const char* what, int t, const V& v) const {
    return "the " + std::string{what} + " of " + std::string{names[t]} + " is " + shape_text(v.rank, v.extents) +
           "; it must have the shape of " + text(t, in[t]);
  }
  std::string clash(int t, const std::string& other) const {
    return "the derivative buffer of " + std::string{names[t]} + " overlaps the " + other +
           ": give it memory of its own";
  }
};

/// Field by field: a copy of whole views would wait for the narrow stores that made them.
template <class S, class T> [[gnu::always_inline]] inline void look_at(view<S>& to, T& tensor) {
  const auto v = tensor_access<std::remove_const_t<T>>::of(tensor);
  to.data = v.data;
  to.rank = v.rank;
  for (int k = 0; k < v.rank; ++k) to.extents[k] = v.extents[k], to.strides[k] = v.strides[k];
}

template <class S, class B, int T> [[gnu::always_inline]] inline void look_at(call_views<S, T>& views, const B& b) {
  look_at(views.in[B::tensor], *b.in);
  if constexpr (B::wanted) {
    look_at(views.out[B::tensor], *b.out);
    views.has_out[B::tensor] = true;
    if constexpr (B::directed) {
      look_at(views.along[B::tensor], *b.along);
      views.has_along[B::tensor] = true;
    }
  }
}

/// How the passes reach every tensor.
template <class S, int T> struct channels {
  channel<const S> inputs[2 * T];
  channel<S> outputs[T];
  std::ptrdiff_t counts[2 * T];

  [[gnu::always_inline]] void open(const call_views<S, T>& v, int t, const walk* order, bool add) {
    const auto n = v.in[t].size();
    counts[t] = counts[T + t] = n;
    inputs[t] = {v.in[t].data, order ? &v.in[t] : nullptr, order, false};
    if (v.has_along[t]) inputs[T + t] = {v.along[t].data, order ? &v.along[t] : nullptr, order, false};
    if (!v.has_out[t]) return;
    const bool large = order == nullptr && !add && n * static_cast<std::ptrdiff_t>(sizeof(S)) >= stream_from;
    outputs[t] = {v.out[t].data, order ? &v.out[t] : nullptr, order,
                  large && reinterpret_cast<std::uintptr_t>(v.out[t].data) % sizeof(packet_of<S>) == 0};
  }
  /// Straight when all tensors of a shape lie in memory alike, else along one walk.
  void find_walks(const call_views<S, T>& v, walk* walks, bool add) {
    for (int s = 0; s < T; ++s) {
      if (v.shapes[s] != s) continue;
      bool straight = is_dense(v.in[s]);
      for (int t = 0; t < T; ++t) {
        if (v.shapes[t] != s) continue;
        straight = straight && same_order(v.in[s], v.in[t]) && (!v.has_out[t] || same_order(v.in[s], v.out[t])) &&
                   (!v.has_along[t] || same_order(v.in[s], v.along[t]));
      }
      if (!straight) walks[s] = walk_along(v.in[s]);
      for (int t = 0; t < T; ++t)
        if (v.shapes[t] == s) open(v, t, straight ? nullptr : &walks[s], add);
    }
  }
};

/// Throws shape_error where extents that the formula has equal differ, or a matrix has more than two axes.
template <class Facts, class S, int T> void check_extents(const call_views<S, T>& v) {
  constexpr auto& f = Facts::written;
  const auto extent = [&](int t, int k) { return k < v.in[t].rank ? v.in[t].extents[k] : 1; };
  const auto text = [&](int t) {
    return std::string{v.names[t]} + " (" + shape_text(v.in[t].rank, v.in[t].extents) + ")";
  };
  for (int t = 0; t < T; ++t)
    for (int k = 0; k < max_axes; ++k) {
      const auto e = f.table[t].axes[k];
      const int s = e == unit_extent ? t : (e - 1) / max_axes, j = e == unit_extent ? k : (e - 1) % max_axes;
      if (extent(t, k) == (e == unit_extent ? 1 : extent(s, j))) continue;
      if (e == unit_extent && k >= 2)
        throw shape_error("the formula has matrix products or transposes of " + text(t) + ": it needs a matrix");
      if (e == unit_extent)
        throw shape_error("the formula has one entry along axis " + std::to_string(k) + " of " + text(t));
      if (s == t)
        throw shape_error("the formula needs " + std::string{v.names[t]} + " to be square: it is " +
                          shape_text(v.in[t].rank, v.in[t].extents));
      throw shape_error("the formula joins axis " + std::to_string(j) + " of " + text(s) + " and axis " +
                        std::to_string(k) + " of " + text(t) + ": their extents must be equal");
    }
}

/// The tensors of a call, under the names that the formula has for them.
template <class Facts, class S, class... B>
[[gnu::always_inline]] inline void look_at_all(call_views<S, Facts::written.tensor_count>& views,
                                               const B&... bindings) {
  views.names = Facts::written.tensors;
  views.shapes = Facts::written.shapes;
  (look_at(views, bindings), ...);
}

/// A call whose tensors are strided, or wrong.
template <class Facts, class Kernel, bool Add, class S, class... B>
[[gnu::noinline]] void run_checked(const double* coefficients, double* results, const B&... bindings) {
  constexpr int T = Facts::written.tensor_count;
  call_views<S, T> views;
  look_at_all<Facts>(views, bindings...);
  views.check();
  check_extents<Facts>(views);
  walk walks[T];
  channels<S, T> all;
  all.find_walks(views, walks, Add);
  Kernel::run({coefficients, all.inputs, all.counts, all.outputs, results});
}

/// A call of a plan with panels or matrices.
template <class Facts, class Kernel, class S, class... B>
[[gnu::noinline]] void run_panels(const double* coefficients, double* results, const B&... bindings) {
  constexpr int T = Facts::written.tensor_count;
  call_views<S, T> views;
  look_at_all<Facts>(views, bindings...);
  views.check();
  check_extents<Facts>(views);
  view<const S> inputs[2 * T];
  for (int t = 0; t < T; ++t) inputs[t] = views.in[t], inputs[T + t] = views.along[t];
  Kernel::run({coefficients, inputs, views.out, results});
}

/// Whether value and gradients work entry by entry: then any shape will do.
template <class Facts> constexpr bool takes_any_shape() {
  constexpr std::uint64_t all = (std::uint64_t{2} << (Facts::written.tensor_count - 1)) - 1;
  using made = recipe<program_of<Facts, request{true, all}>, typename Facts::users, false>;
  return made::template is_flat<Facts::written.tensor_count>();
}

/// Runs the program for R on the bound tensors; `results` by output of the program.
template <class Facts, request R, bool Add, class... B>
void run_call(const double* coefficients, double* results, const B&... bindings) {
  constexpr int T = Facts::written.tensor_count;
  using S = scalar_of<typename type_at<0, type_list<B...>>::in_type>;
  using made = recipe<program_of<Facts, R>, typename Facts::users, Add>;
  if constexpr (made::template is_flat<T>()) {
    using compiled = flat_kernel<made, S>;
    // The usual case keeps its views in registers: what it puts on the stack displaces tensors from the first cache.
    call_views<S, T> views;
    look_at_all<Facts>(views, bindings...);
    if (!views.plain()) return run_checked<Facts, compiled, Add, S>(coefficients, results, bindings...);
    channels<S, T> all;
    for (int t = 0; t < T; ++t) all.open(views, t, nullptr, Add);
    compiled::run({coefficients, all.inputs, all.counts, all.outputs, results});
  } else {
    run_panels<Facts, panel_kernel<made, S>, S>(coefficients, results, bindings...);
  }
}

}  // namespace regula::dsl
