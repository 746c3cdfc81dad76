// SPDX-License-Identifier: MIT
/// Narrow tensors of a call as floats in a workspace: for plans that read entries more than once.
#pragma once
#include <dsl/matrix/workspace.hpp>
#include <dsl/walk/channel.hpp>

namespace regula::dsl {

/// Room for numbers of S, without gaps, in the order of v.
template <class S, class V> view<S> room_beside(const view<V>& v, workspace& memory) {
  view<S> wide;
  wide.rank = v.rank;
  const auto order = walk_along(v);
  std::ptrdiff_t step = 1;
  for (int k = 0; k < v.rank; ++k) {
    const int axis = order.axes[k];
    wide.extents[axis] = v.extents[axis];
    wide.strides[axis] = step;
    step *= v.extents[axis];
  }
  wide.data = memory.take<S>(step);
  return wide;
}
template <class S, class V> view<S> widened(const view<V>& v, workspace& memory) {
  const auto wide = room_beside<S>(v, memory);
  const auto order = walk_along(v);
  const channel<V> from{v.data, &v, &order, false};
  from.read_wide(0, v.size(), wide.data);
  return wide;
}
/// What is written, where it is not narrow itself; adds: what is there is read too.
template <class S, class V> view<S> widened_output(const view<V>& v, bool adds, workspace& memory) {
  if constexpr (std::is_same_v<V, S>)
    return v;
  else
    return adds ? widened<S>(v, memory) : room_beside<S>(v, memory);
}
/// Rounded once.
template <class S, class V> void write_narrow(const view<S>& wide, const view<V>& v) {
  if constexpr (!std::is_same_v<V, S>) {
    const auto order = walk_along(v);
    const channel<V> to{v.data, &v, &order, false};
    to.write_narrow(0, v.size(), wide.data);
  }
}
/// Entries that are only read.
template <class S> view<const S> to_read(const view<S>& v) {
  view<const S> read;
  read.data = v.data, read.rank = v.rank;
  std::copy_n(v.extents, max_rank, read.extents);
  std::copy_n(v.strides, max_rank, read.strides);
  return read;
}

}  // namespace regula::dsl
