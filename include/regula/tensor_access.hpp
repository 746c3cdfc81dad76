// SPDX-License-Identifier: MIT
/// How a formula sees a container. <regula/penalty.hpp> includes it.
///
///   tensor_access<T>      specialize it for a container of one's own: static auto of(T&) makes a tensor_view of it
///   tensor_view<S>        data, rank, extents and strides in entries, up to rank 6; owns nothing, and is itself a tensor
///   view_of<S>(t)         the view of a tensor, its entries seen as S: const float, float ...
///   tensor_like<T>        what is a tensor; entry_of<T> is the type of its entries
///   buffer_of<S>(g)       the view of a buffer that is written; no temporary that owns its entries
///   check_gradient(w, g)  what a penalty asks of the buffer for a gradient
#pragma once
#include <dsl/tensors/access.hpp>
#include <dsl/tensors/overlap.hpp>
#include <regula/error.hpp>

namespace regula {

template <class S> using tensor_view = dsl::view<S>;

template <class T>
concept tensor_like = dsl::tensor<T>;
template <tensor_like T> using entry_of = dsl::scalar_of<T>;

template <class S, class T> tensor_view<S> view_of(T& tensor) {
  const auto v = tensor_access<std::remove_const_t<T>>::of(tensor);
  tensor_view<S> seen{v.data, v.rank, {}, {}};
  for (int k = 0; k < v.rank; ++k) seen.extents[k] = v.extents[k], seen.strides[k] = v.strides[k];
  return seen;
}

template <class S, class T> tensor_view<S> buffer_of(T&& buffer) {
  static_assert(std::is_reference_v<T> || !dsl::owns_entries<std::remove_cvref_t<T>>,
                "the buffer for a derivative is a temporary, and ends before anyone reads it: pass a matrix that has a "
                "name, or a view of one");
  return view_of<S>(buffer);
}

/// Throws shape_error or overlap_error where g cannot be the gradient by w.
template <class S> void check_gradient(const tensor_view<const S>& w, const tensor_view<S>& g) {
  const auto text = [](const auto& v) { return dsl::shape_text(v.rank, v.extents); };
  if (!dsl::same_shape(w, g))
    throw shape_error("the gradient is " + text(g) + "; it must have the shape of the tensor, " + text(w));
  if (dsl::overlaps_itself(g))
    throw overlap_error("the gradient overlaps itself: each of its entries needs memory of its own");
  if (dsl::overlap(w, g)) throw overlap_error("the gradient overlaps the tensor: give it memory of its own");
}

}  // namespace regula
