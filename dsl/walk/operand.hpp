// SPDX-License-Identifier: MIT
/// What a sweep reads or writes line by line: memory with any strides, seen with offsets, or a pattern.
#pragma once
#include <algorithm>
#include <dsl/atoms/pattern.hpp>
#include <dsl/tensors/view.hpp>

namespace regula::dsl {

/// Entries of a line that are gathered at a time.
inline constexpr std::ptrdiff_t chunk = 2048;

using position = std::ptrdiff_t[max_axes];
struct extents_list {
  position of;
};

/// The tensor x(i + reach), one entry along axes that it lacks.
template <class S> struct operand {
  S* data = nullptr;
  std::ptrdiff_t strides[max_axes]{};
  int reach[max_axes]{};
  bool reaches = false, is_pattern = false;
  pattern mask;
  std::ptrdiff_t first = 0, last = 0;  // of the entries that may be read, from data

  bool reaches_along(int axis) const { return reach[axis] != 0; }
  bool looks_at(int axis) const { return is_pattern && (mask.kind == pattern::band ? axis < 2 : axis == mask.axis); }
};

/// The operand of a view that a chain of transposes and offsets is applied to. Broadcasts along axes outside `present`.
template <class S> void set_memory(operand<S>& x, const view<S>& v, unsigned present) {
  x.data = v.data;
  std::ptrdiff_t low = 0, high = 0;
  for (int k = 0; k < v.rank; ++k) {
    const bool used = ((present >> k) & 1u) != 0 && v.extents[k] > 1;
    x.strides[k] = used ? v.strides[k] : 0;
    const auto span = (v.extents[k] - 1) * v.strides[k];
    (span < 0 ? low : high) += span;
  }
  x.first = low;
  x.last = high + 1;
  if (!is_dense(v)) x.last = x.first;  // between its entries are those of others
}

/// The interval of a line along axis f that is in the pattern, whatever `outside` says.
struct span {
  std::ptrdiff_t from, to;
};
inline span inside(const pattern& p, int f, const position& at, const position& extents) {
  const auto n = extents[f];
  const auto all_or_none = [&](bool in) { return in ? span{0, n} : span{0, 0}; };
  const auto clipped = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
    from = std::clamp<std::ptrdiff_t>(from, 0, n);
    return span{from, std::clamp<std::ptrdiff_t>(to, from, n)};
  };
  const std::ptrdiff_t low = p.low, high = p.high;
  if (p.kind == pattern::slab) {
    const auto end = p.from_end ? extents[p.axis] - high : high;
    return p.axis == f ? clipped(low, end) : all_or_none(low <= at[p.axis] && at[p.axis] < end);
  }
  const bool from_below = p.low > -pattern::endless, from_above = p.high < pattern::endless;
  if (f == 0) return clipped(from_above ? at[1] - high : 0, from_below ? at[1] - low + 1 : n);
  if (f == 1) return clipped(from_below ? at[0] + low : 0, from_above ? at[0] + high + 1 : n);
  const auto above = at[1] - at[0];
  return all_or_none((!from_below || low <= above) && (!from_above || above <= high));
}

/// A chunk's worth of zeros and ones, and what the buffer of an input holds.
template <class S> struct pattern_constants { const S *zeros, *ones; };
struct drawn {
  std::ptrdiff_t from = -1, to = -1, n = 0;
};
/// A pattern's zeros and ones on the n entries from `from` on; the buffer is drawn anew only where it changes.
template <class S>
const S* pattern_line(const pattern& p, const pattern_constants<S>& constant, int f, const position& at,
                      const position& extents, std::ptrdiff_t from, std::ptrdiff_t n, S* buffer, drawn& last) {
  const auto in = inside(p, f, at, extents);
  const auto first = std::clamp<std::ptrdiff_t>(in.from - from, 0, n), end = std::clamp(in.to - from, first, n);
  if (first == 0 && end == n) return p.outside ? constant.zeros : constant.ones;
  if (first == end) return p.outside ? constant.ones : constant.zeros;
  if (last.from != first || last.to != end || last.n != n) {
    const S one = p.outside ? S(0) : S(1), zero = S(1) - one;
    std::fill_n(buffer, first, zero);
    std::fill(buffer + first, buffer + end, one);
    std::fill(buffer + end, buffer + n, zero);
    last = {first, end, n};
  }
  return buffer;
}

/// The n entries from `from` on of the line along f through `at`; in memory where they lie side by side, else copied.
template <class S, class T>
const T* line_of(const operand<S>& x, int f, const position& at, const position& extents, std::ptrdiff_t from,
                 std::ptrdiff_t n, T* buffer) {
  std::ptrdiff_t offset = 0;
  for (int k = 0; k < max_axes; ++k)
    if (k != f && x.strides[k] != 0)
      offset += std::clamp<std::ptrdiff_t>(at[k] + x.reach[k], 0, extents[k] - 1) * x.strides[k];
  const auto stride = x.strides[f], start = from + x.reach[f];
  if (stride == 1 &&
      ((start >= 0 && start + n <= extents[f]) || (offset + start >= x.first && offset + start + n <= x.last)))
    return x.data + offset + start;
  for (std::ptrdiff_t i = 0; i < n; ++i)
    buffer[i] = x.data[offset + std::clamp<std::ptrdiff_t>(start + i, 0, extents[f] - 1) * stride];
  return buffer;
}

}  // namespace regula::dsl
