// SPDX-License-Identifier: MIT
/// Views of the tensors that are bound in one call.
#pragma once
#include <dsl/call/bind.hpp>

namespace regula::dsl {

/// The tensors of one call, wherever their views lie. shapes: for each the first of equal shape.
template <class In, class Out = In> struct called_tensors {
  int count;
  const view<const In>*in, *direction;
  const view<Out>* out;
  const bool *has_out, *has_direction;
  const std::string_view* names;
  const std::int16_t* shapes;
};

/// The tensors of one call as the checks and the kernel see them. T: tensors of the formula.
template <class In, class Out, int T> struct call_views {
  view<const In> in[T], direction[T];
  view<Out> out[T];
  bool has_out[T]{}, has_direction[T]{};
  const std::string_view* names;
  const std::int16_t* shapes;

  called_tensors<In, Out> all() const { return {T, in, direction, out, has_out, has_direction, names, shapes}; }

  /// The usual case, found quickly: every tensor in one stretch, shapes and orders equal, outputs apart from the rest.
  [[gnu::always_inline]] bool plain() const {
    for (int t = 0; t < T; ++t) {
      const auto& first = in[shapes[t]];
      if (shapes[t] == t ? !is_plain(first) : !same_layout(first, in[t])) return false;
      if (has_direction[t] && !same_layout(first, direction[t])) return false;
      if (!has_out[t]) continue;
      if (!same_layout(first, out[t])) return false;
      for (int u = 0; u < T; ++u)
        if (!apart(out[t], in[u]) || (has_direction[u] && !apart(out[t], direction[u])) ||
            (u < t && has_out[u] && !apart(out[t], out[u])))
          return false;
    }
    return true;
  }

private:
  template <class V> [[gnu::always_inline]] static bool apart(const view<Out>& a, const view<V>& b) {
    const auto p = reinterpret_cast<std::uintptr_t>(a.data), q = reinterpret_cast<std::uintptr_t>(b.data);
    return p + static_cast<std::uintptr_t>(a.size()) * sizeof(Out) <= q ||
           q + static_cast<std::uintptr_t>(b.size()) * sizeof(V) <= p;
  }
};

/// Field by field: a copy of whole views would wait for the narrow stores that made them.
template <class S, class T> [[gnu::always_inline]] inline void look_at(view<S>& to, T& tensor) {
  const auto v = tensor_access<std::remove_const_t<T>>::of(tensor);
  to.data = v.data;
  to.rank = v.rank;
  for (int k = 0; k < v.rank; ++k) to.extents[k] = v.extents[k], to.strides[k] = v.strides[k];
}

template <class In, class Out, class B, int T>
[[gnu::always_inline]] inline void look_at(call_views<In, Out, T>& views, const B& b) {
  look_at(views.in[B::tensor], *b.in);
  if constexpr (B::wanted) {
    look_at(views.out[B::tensor], *b.out);
    views.has_out[B::tensor] = true;
    if constexpr (B::directed) {
      look_at(views.direction[B::tensor], *b.direction);
      views.has_direction[B::tensor] = true;
    }
  }
}

/// The tensors of a call, under the names that the formula has for them.
template <class Facts, class In, class Out, class... B>
[[gnu::always_inline]] inline void look_at_all(call_views<In, Out, Facts::written.tensor_count>& views,
                                               const B&... bindings) {
  views.names = Facts::written.tensors;
  views.shapes = Facts::written.shapes;
  (look_at(views, bindings), ...);
}

}  // namespace regula::dsl
