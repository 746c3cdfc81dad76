// SPDX-License-Identifier: MIT
/// Calls of a sweep's loops for some lines of a panel, and where they are.
#pragma once
#include <dsl/numbers/lanes.hpp>
#include <dsl/numbers/stream.hpp>
#include <dsl/walk/axes.hpp>
#include <dsl/walk/sweep_call.hpp>

namespace regula::dsl {

template <class S> struct line_calls {
  panel_axes axes;
  position at{};            // of the axes that are neither the line's nor the panel's
  position begins{}, ends;  // of axes within a panel: what of them is walked
  bool by_blocks = false;   // panels are in the cache

  explicit line_calls(const panel_axes& a) : axes(a) {
    std::copy_n(a.extents, max_axes, ends);
    for (const auto n : axes.extents) size_ *= n;
  }

  void run(live_sweep<S>& s, typename live_sweep<S>::loops code, std::ptrdiff_t n, std::ptrdiff_t count,
           std::ptrdiff_t rim) {
    prepare(s, n, count, rim);
    code(s.call);
  }
  /// `count` lines of n entries, the sums of which go to the rim from its entry `rim` on.
  void prepare(live_sweep<S>& s, std::ptrdiff_t n, std::ptrdiff_t count, std::ptrdiff_t rim) {
    constexpr auto packet = static_cast<std::ptrdiff_t>(sizeof(packet_of<S>) / sizeof(S));
    bool stream = s.outputs > 0 && !s.on_rim && is_large();
    s.for_outputs([&](const auto& x) {
      stream = stream && reinterpret_cast<std::uintptr_t>(x.at) % sizeof(packet_of<S>) == 0 && x.step % packet == 0;
    });
    s.for_folds([&](auto& f) { f.sums_at = f.sums + rim, f.parts_at = f.rim->data + rim; });
    streamed_ = streamed_ || stream;
    s.call.n = n;
    s.call.lines = count;
    s.call.stream = stream;
    s.call.by_blocks = by_blocks && s.is_even();
  }
  /// Whether results bypass the caches: earlier than for whole tensors, for what is read lies there and is read twice.
  bool is_large() const { return size_ * static_cast<std::ptrdiff_t>(sizeof(S)) >= std::ptrdiff_t{8} << 20; }
  void finish() const {
    if (streamed_) stream_fence();
  }

  /// A call of one line takes no steps.
  static void stand_still(live_sweep<S>& s) {
    s.for_inputs([](auto& x) { x.step = 0; });
    s.for_outputs([](auto& x) { x.step = 0; });
  }
  /// Entry `from` of the line along f through the place.
  template <class T> T* address(const operand<T>& x, int f, std::ptrdiff_t from) const {
    T* to = x.data + from * x.strides[f];
    for (int k = 0; k < max_axes; ++k)
      if (k != f) to += at[k] * x.strides[k];
    return to;
  }

private:
  std::ptrdiff_t size_ = 1;
  bool streamed_ = false;
};

}  // namespace regula::dsl
