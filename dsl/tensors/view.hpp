// SPDX-License-Identifier: MIT
/// A tensor in memory: pointer, extents and strides in elements, and what the caller calls it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <dsl/meta/message.hpp>
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

template <class S> void fill(const view<S>& v, S with) {
  std::ptrdiff_t at[max_rank]{};
  for (auto n = v.size(); n > 0; --n) {
    std::ptrdiff_t offset = 0;
    for (int k = 0; k < v.rank; ++k) offset += at[k] * v.strides[k];
    v.data[offset] = with;
    for (int k = 0; k < v.rank && ++at[k] == v.extents[k]; ++k) at[k] = 0;
  }
}

/// "8 x 4". A vector is "8".
[[gnu::cold]] inline std::string shape_text(int rank, const std::ptrdiff_t* extents) {
  std::string text = rank == 0 ? "a scalar" : "";
  for (int k = 0; k < rank; ++k) text = message({text, k ? " x " : "", std::to_string(extents[k])});
  return text;
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

}  // namespace regula::dsl
