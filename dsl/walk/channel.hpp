// SPDX-License-Identifier: MIT
/// How a pass reaches a tensor's entries: straight in memory, or in stretches through a buffer that gathers and scatters.
#pragma once
#include <algorithm>
#include <dsl/numbers/lanes.hpp>
#include <dsl/tensors/entries.hpp>
#include <dsl/tensors/view.hpp>
#include <type_traits>

namespace regula::dsl {

/// Entries gathered at a time: small enough that buffers of several tensors stay in the first cache.
inline constexpr std::ptrdiff_t stretch = 1024;

/// The order in which strided tensors are walked: axes from the fastest to the slowest in memory.
struct walk {
  int rank;
  int axes[max_rank];
  std::ptrdiff_t extents[max_rank];
};

template <class S> walk walk_along(const view<S>& v) {
  walk w;
  w.rank = v.rank;
  for (int k = 0; k < v.rank; ++k) {
    int at = k;
    for (; at > 0 && v.strides[w.axes[at - 1]] > v.strides[k]; --at) w.axes[at] = w.axes[at - 1];
    w.axes[at] = k;
  }
  for (int k = 0; k < v.rank; ++k) w.extents[k] = v.extents[w.axes[k]];
  return w;
}

/// Calls move(address, position in the stretch, count, step) for each run along the fastest axis of [from, from + n).
template <class S, class Move>
void for_runs(const view<S>& v, const walk& w, std::ptrdiff_t from, std::ptrdiff_t n, Move move) {
  const auto stride = [&](int k) { return w.axes[k] < v.rank ? v.strides[w.axes[k]] : 0; };
  if (w.rank == 0) return move(v.data, std::ptrdiff_t{0}, n, std::ptrdiff_t{1});
  for (std::ptrdiff_t done = 0; done < n;) {
    std::ptrdiff_t rest = from + done, offset = 0;
    const std::ptrdiff_t first = rest % w.extents[0];
    for (int k = 0; k < w.rank; ++k) {
      offset += (rest % w.extents[k]) * stride(k);
      rest /= w.extents[k];
    }
    const auto run = std::min(n - done, w.extents[0] - first);
    move(v.data + offset, done, run, stride(0));
    done += run;
  }
}

/// An input (T const) or an output of one pass.
template <class T> struct channel {
  using value = std::remove_const_t<T>;
  T* base;
  const view<T>* tensor;
  const walk* order;  // null: straight in memory
  bool streams;       // outputs: large, aligned to the packet, stored past the caches

  bool straight() const { return order == nullptr; }

  const value* read(std::ptrdiff_t from, std::ptrdiff_t n, value* buffer) const {
    if (order == nullptr) return base + from;
    for_runs(*tensor, *order, from, n, [&](T* p, std::ptrdiff_t at, std::ptrdiff_t count, std::ptrdiff_t step) {
      for (std::ptrdiff_t i = 0; i < count; ++i) buffer[at + i] = p[i * step];
    });
    return buffer;
  }
  void write(std::ptrdiff_t from, std::ptrdiff_t n, const value* buffer) const {
    for_runs(*tensor, *order, from, n, [&](T* p, std::ptrdiff_t at, std::ptrdiff_t count, std::ptrdiff_t step) {
      for (std::ptrdiff_t i = 0; i < count; ++i) p[i * step] = buffer[at + i];
    });
  }

  /// As numbers that are computed with, at least where the entries are narrow.
  template <class S> const S* read_wide(std::ptrdiff_t from, std::ptrdiff_t n, S* buffer) const {
    if constexpr (std::is_same_v<value, S>) {
      return read(from, n, buffer);
    } else {
      if (order == nullptr) return widen(base + from, n, buffer), buffer;
      for_runs(*tensor, *order, from, n, [&](T* p, std::ptrdiff_t at, std::ptrdiff_t count, std::ptrdiff_t step) {
        if (step == 1) return widen(p, count, buffer + at);
        for (std::ptrdiff_t i = 0; i < count; ++i) buffer[at + i] = static_cast<S>(p[i * step]);
      });
      return buffer;
    }
  }
  /// From them, rounded.
  template <class S> void write_narrow(std::ptrdiff_t from, std::ptrdiff_t n, const S* buffer) const {
    for_runs(*tensor, *order, from, n, [&](T* p, std::ptrdiff_t at, std::ptrdiff_t count, std::ptrdiff_t step) {
      if (step == 1) return narrow(buffer + at, count, p);
      for (std::ptrdiff_t i = 0; i < count; ++i) p[i * step] = static_cast<T>(buffer[at + i]);
    });
  }
};

}  // namespace regula::dsl
