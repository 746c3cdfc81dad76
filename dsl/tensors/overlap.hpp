// SPDX-License-Identifier: MIT
/// Which tensors share memory, with each other or among their own entries.
#pragma once
#include <cstdlib>
#include <dsl/tensors/view.hpp>
#include <vector>

namespace regula::dsl {

/// The addresses the entries lie between: [first, last).
struct footprint {
  std::uintptr_t first = 0, last = 0;
};
template <class S> footprint footprint_of(const view<S>& v) {
  if (v.size() == 0) return {};
  std::ptrdiff_t low = 0, high = 0;
  for (int k = 0; k < v.rank; ++k) {
    const auto reach = (v.extents[k] - 1) * v.strides[k];
    (reach < 0 ? low : high) += reach;
  }
  const auto base = reinterpret_cast<std::uintptr_t>(v.data);
  constexpr auto bytes = static_cast<std::ptrdiff_t>(sizeof(S));
  return {base + static_cast<std::uintptr_t>(low * bytes), base + static_cast<std::uintptr_t>((high + 1) * bytes)};
}

/// Whether two tensors share an entry. Exact for blocks of one matrix; else the footprints decide.
template <class S, class T> bool overlap(const view<S>& a, const view<T>& b) {
  const auto p = footprint_of(a), q = footprint_of(b);
  if (p.first == p.last || q.first == q.last || p.last <= q.first || q.last <= p.first) return false;
  if (a.rank != 2 || b.rank != 2 || sizeof(S) != sizeof(T)) return true;
  // Blocks of one parent have its strides; the distance of their corners tells the rows and columns between them.
  for (int k = 0; k < 2; ++k)
    if (a.strides[k] != b.strides[k] && a.extents[k] > 1 && b.extents[k] > 1) return true;
  const int inner = a.strides[0] <= a.strides[1] ? 0 : 1, outer = 1 - inner;
  const auto step = a.strides[inner], leap = a.strides[outer];
  const auto distance = static_cast<std::ptrdiff_t>(q.first - p.first) / static_cast<std::ptrdiff_t>(sizeof(S));
  if (step <= 0 || leap <= 0 || distance % step != 0) return true;
  const auto meets = [&](std::ptrdiff_t i, std::ptrdiff_t j) {
    return i < a.extents[inner] && -i < b.extents[inner] && j < a.extents[outer] && -j < b.extents[outer];
  };
  const auto j = distance / leap;
  for (const auto each : {j - 1, j, j + 1})
    if ((distance - each * leap) % step == 0 && meets((distance - each * leap) / step, each)) return true;
  return false;
}

/// Whether two entries of a tensor have one address, as in a map with a stride of 0.
template <class S> bool overlaps_itself(const view<S>& v) {
  struct axis {
    std::ptrdiff_t stride, extent;
  } axes[max_rank];
  int count = 0;
  if (v.size() == 0) return false;
  for (int k = 0; k < v.rank; ++k) {
    if (v.extents[k] == 1) continue;
    const auto stride = v.strides[k] < 0 ? -v.strides[k] : v.strides[k];
    int at = count++;
    for (; at > 0 && axes[at - 1].stride > stride; --at) axes[at] = axes[at - 1];
    axes[at] = {stride, v.extents[k]};
  }
  if (count > 0 && axes[0].stride == 0) return true;
  // Apart where a step along an axis leaves all that the shorter steps reach.
  std::ptrdiff_t reach = 0;
  bool nested = true;
  for (int k = 0; k < count; ++k) {
    nested = nested && axes[k].stride > reach;
    reach += axes[k].stride * (axes[k].extent - 1);
  }
  if (nested) return false;
  // Interleaved axes: the addresses themselves tell.
  const auto size = static_cast<std::size_t>(v.size());
  std::vector<std::ptrdiff_t> at(size);
  std::size_t found = 1;
  for (int k = 0; k < count; ++k)
    for (std::size_t i = 0, end = found * static_cast<std::size_t>(axes[k].extent - 1); i < end; ++i, ++found)
      at[found] = at[i] + axes[k].stride;
  // Of the C library: a sort of our own type would be compiled into every file that has a penalty.
  std::qsort(at.data(), size, sizeof(std::ptrdiff_t), [](const void* a, const void* b) {
    const auto x = *static_cast<const std::ptrdiff_t*>(a), y = *static_cast<const std::ptrdiff_t*>(b);
    return (x > y) - (x < y);
  });
  for (std::size_t i = 1; i < size; ++i)
    if (at[i] == at[i - 1]) return true;
  return false;
}

}  // namespace regula::dsl
