// SPDX-License-Identifier: MIT
/// A tensor in memory: pointer, extents and strides in elements, and what the caller calls it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace regula::dsl {

inline constexpr int max_rank = 6;

template <class S> struct view {
  S* data = nullptr;
  int rank = 0;
  std::ptrdiff_t extents[max_rank]{}, strides[max_rank]{};

  [[gnu::always_inline]] std::ptrdiff_t size() const {
    std::ptrdiff_t n = 1;
    for (int k = 0; k < rank; ++k) n *= extents[k];
    return n;
  }
};

/// "8 x 4". A vector is "8".
inline std::string shape_text(int rank, const std::ptrdiff_t* extents) {
  std::string text;
  for (int k = 0; k < rank; ++k) text += (k ? " x " : "") + std::to_string(extents[k]);
  return rank == 0 ? "a scalar" : text;
}

/// Equal extents; trailing extents of 1 do not count, so a column and a vector agree.
template <class S, class T> bool same_shape(const view<S>& a, const view<T>& b) {
  const auto extent = [](const auto& v, int k) { return k < v.rank ? v.extents[k] : 1; };
  for (int k = 0; k < max_rank; ++k)
    if (extent(a, k) != extent(b, k)) return false;
  return true;
}

/// Whether both have one layout: then entry i of one is entry i of the other, whatever the strides.
template <class S, class T> [[gnu::always_inline]] inline bool same_layout(const view<S>& a, const view<T>& b) {
  if (a.rank != b.rank) return false;
  for (int k = 0; k < a.rank; ++k)
    if (a.extents[k] != b.extents[k] || a.strides[k] != b.strides[k]) return false;
  return true;
}

/// Whether a vector or matrix fills one stretch of memory; the usual case of is_dense, quickly.
template <class S> [[gnu::always_inline]] inline bool is_plain(const view<S>& v) {
  if (v.rank == 1) return v.strides[0] == 1;
  return v.rank == 2 &&
         ((v.strides[0] == 1 && v.strides[1] == v.extents[0]) || (v.strides[1] == 1 && v.strides[0] == v.extents[1]));
}

/// Whether the entries fill one stretch of memory without gaps, whatever the order of the axes.
template <class S> bool is_dense(const view<S>& v) {
  std::ptrdiff_t expected = 1;
  bool used[max_rank]{};
  for (int found = 0; found < v.rank; ++found) {
    int axis = -1;
    for (int k = 0; k < v.rank; ++k)
      if (!used[k] && (v.extents[k] == 1 || v.strides[k] == expected) && (axis < 0 || v.extents[k] != 1)) axis = k;
    if (axis < 0) return false;
    used[axis] = true;
    expected *= v.extents[axis];
  }
  return true;
}

/// Whether entry i of one is entry i of the other when both are read straight through memory.
template <class S, class T> bool same_order(const view<S>& a, const view<T>& b) {
  for (int k = 0; k < max_rank; ++k) {
    const auto n = k < a.rank ? a.extents[k] : 1;
    if (n > 1 && (k >= a.rank || k >= b.rank || a.strides[k] != b.strides[k])) return false;
  }
  return true;
}

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
  if (a.rank != 2 || b.rank != 2) return true;
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

}  // namespace regula::dsl
