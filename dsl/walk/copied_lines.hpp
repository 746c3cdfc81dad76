// SPDX-License-Identifier: MIT
/// Lines one by one, in chunks, through buffers: those of patterns, of neighbours beyond an end, of strided tensors. Where
/// a plane has an interior without any of these, its lines are taken at once.
#pragma once
#include <dsl/matrix/workspace.hpp>
#include <dsl/walk/interior.hpp>
#include <dsl/walk/line_calls.hpp>

namespace regula::dsl {

template <class S> class copied_lines {
  using loops = typename live_sweep<S>::loops;

public:
  explicit copied_lines(line_calls<S>& calls) : calls_(calls), axes_(calls.axes) {}

  /// Buffers for sweeps of at most `most` inputs and outputs.
  void take_buffers(workspace& memory, int most, bool patterns) {
    drawn_ = memory.take<drawn>(most);
    buffers_ = memory.take<S>(2 * most * chunk);
    out_buffers_ = buffers_ + most * chunk;
    if (!patterns) return;
    S* const zeros = memory.take<S>(2 * chunk);
    std::fill_n(zeros, chunk, S(0));
    std::fill_n(zeros + chunk, chunk, S(1));
    constant_ = {zeros, zeros + chunk};
  }

  /// The entries of a panel, at one place of its inner axes.
  void run(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    const bool by_panel = !axes_.along && axes_.panel >= 0;
    const auto length = axes_.along ? n : axes_.extents[axes_.line];
    const auto begin = by_panel           ? first
                       : axes_.beside < 0 ? 0
                                          : calls_.begins[axes_.beside],
               end = by_panel           ? first + n
                     : axes_.beside < 0 ? 1
                                        : calls_.ends[axes_.beside];
    std::fill_n(drawn_, s.inputs, drawn{});
    auto in = interior_of(s, axes_, calls_.at);
    in.first = std::max(in.first, begin), in.last = std::min(in.last, end);
    if (in.last > in.first && in.to - in.from >= 2 * lanes<S>::size) {
      // Where results bypass the caches whole vectors must be written.
      if (in.from > 0 && calls_.is_large()) in.from = (in.from + lanes<S>::size - 1) / lanes<S>::size * lanes<S>::size;
      some_lines(s, begin, in.first, 0, length);
      sides(s, in, 0, in.from);
      inside(s, in);
      sides(s, in, in.to, length);
      return some_lines(s, in.last, end, 0, length);
    }
    const auto from = axes_.along ? first : 0;
    some_lines(s, begin, end, from, from + length);
  }
  /// The rim of a panel.
  void run_rim(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    std::fill_n(drawn_, s.inputs, drawn{});
    line(s, axes_.panel < 0 ? axes_.line : axes_.panel, first, n, 0, true, s.along);
  }

private:
  /// Entries `from` to `to` of the lines `first` to `last`, which are all of the panel's where it has a rim.
  void some_lines(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t last, std::ptrdiff_t from, std::ptrdiff_t to) {
    if (from == to) return;
    const bool by_panel = !axes_.along && axes_.panel >= 0;
    for (auto l = first; l < last; ++l) {
      if (axes_.beside >= 0) calls_.at[axes_.beside] = l;
      line(s, axes_.line, from, to - from, by_panel ? l - first : 0, axes_.along, axes_.along ? s.along : s.across);
    }
    if (axes_.beside >= 0) calls_.at[axes_.beside] = 0;
  }
  /// Entries beside the interior, few of them one line down all of its lines.
  void sides(live_sweep<S>& s, const interior& in, std::ptrdiff_t from, std::ptrdiff_t to) {
    constexpr std::ptrdiff_t few = 4;
    if (axes_.beside < 0 || to - from > few) return some_lines(s, in.first, in.last, from, to);
    for (auto c = from; c < to; ++c) {
      calls_.at[axes_.line] = c;
      line(s, axes_.beside, in.first, in.last - in.first, 0, false, s.across);
    }
    calls_.at[axes_.line] = 0;
  }
  void inside(live_sweep<S>& s, const interior& in) {
    const auto aim = [&](auto& x) {
      x.at = x.memory.data;
      for (int k = 0; k < max_axes; ++k) {
        const auto begin = k == axes_.line ? in.from : k == axes_.beside ? in.first : calls_.at[k];
        x.at += (begin + x.memory.reach[k]) * x.memory.strides[k];
      }
      x.step = axes_.beside < 0 ? 0 : x.memory.strides[axes_.beside];
    };
    s.for_inputs([&](auto& x) {
      if (!x.memory.is_pattern) return aim(x);
      x.at = constant_.ones;
      x.step = 0;
    });
    s.for_outputs(aim);
    calls_.run(s, s.inside, in.to - in.from, in.last - in.first, 0);
  }

  /// One line in chunks. A rim lies along it, or has one entry for the line, the one after `rim` others.
  void line(live_sweep<S>& s, int f, std::ptrdiff_t from, std::ptrdiff_t length, std::ptrdiff_t rim, bool along,
            loops code) {
    calls_.stand_still(s);
    for (std::ptrdiff_t done = 0; done < length; done += chunk) {
      const auto n = std::min(chunk, length - done);
      const auto on_rim = along ? done : rim;
      for (int i = 0; i < s.inputs; ++i) s.call.in[i].at = input(s.call.in[i], i, f, from + done, n, on_rim);
      for (int i = 0; i < s.outputs; ++i) s.call.out[i].at = output(s.call.out[i], i, f, from + done, n, on_rim);
      calls_.run(s, code, n, 1, on_rim);
      for (int i = 0; i < s.outputs; ++i) {
        const auto& x = s.call.out[i];
        const S* const buffer = out_buffers_ + i * chunk;
        if (x.at != buffer) continue;
        S* const to = calls_.address(x.memory, f, from + done);
        for (std::ptrdiff_t j = 0; j < n; ++j) to[j * x.memory.strides[f]] = buffer[j];
      }
    }
  }
  const S* input(const endpoint<const S>& x, int i, int f, std::ptrdiff_t from, std::ptrdiff_t n, std::ptrdiff_t rim) {
    if (x.rim) return x.rim->data + rim;
    S* const buffer = buffers_ + i * chunk;
    if (x.memory.is_pattern)
      return pattern_line(x.memory.mask, constant_, f, calls_.at, axes_.extents, from, n, buffer, drawn_[i]);
    return line_of(x.memory, f, calls_.at, axes_.extents, from, n, buffer);
  }
  S* output(const endpoint<S>& x, int i, int f, std::ptrdiff_t from, std::ptrdiff_t n, std::ptrdiff_t rim) {
    if (x.rim) return x.rim->data + rim;
    S* const to = calls_.address(x.memory, f, from);
    if (x.memory.strides[f] == 1 || n == 1) return to;
    S* const buffer = out_buffers_ + i * chunk;
    for (std::ptrdiff_t j = 0; j < n; ++j) buffer[j] = to[j * x.memory.strides[f]];  // add_gradient reads them
    return buffer;
  }

  line_calls<S>& calls_;
  const panel_axes& axes_;
  drawn* drawn_ = nullptr;
  S *buffers_ = nullptr, *out_buffers_ = nullptr;
  pattern_constants<S> constant_{};
};

}  // namespace regula::dsl
