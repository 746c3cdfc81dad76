// SPDX-License-Identifier: MIT
/// The lines of a panel, handed to the loops of a sweep: all at once where pointers that step evenly reach them, else one
/// by one, in chunks, through buffers.
#pragma once
#include <dsl/matrix/workspace.hpp>
#include <dsl/walk/interior.hpp>

namespace regula::dsl {

/// Bytes of a line from which on turns pay.
inline constexpr std::ptrdiff_t shortest_in_turn = 1024;

template <class S> struct panel_lines {
  panel_axes axes;
  position at{};
  bool by_blocks = false;

  panel_lines(const panel_axes& a, workspace& memory, bound_sweep<S>* sweeps, int count) : axes(a) {
    bool patterns = false, bent = false;
    int most = 0;
    for (int k = 0; k < count; ++k) {
      auto& s = sweeps[k];
      s.straight = !s.on_rim && is_straight(s);
      s.only_rims = s.on_rim;
      for (int i = 0; i < s.inputs; ++i) s.only_rims = s.only_rims && s.in_rim[i] != nullptr;
      for (int i = 0; i < s.outputs; ++i) s.only_rims = s.only_rims && s.out_rim[i] != nullptr;
      bent = bent || (!s.straight && !s.only_rims);
      for (int i = 0; i < s.inputs; ++i) patterns = patterns || s.in[i].is_pattern;
      most = std::max({most, s.inputs, s.outputs});
    }
    for (const auto n : axes.extents) size_ *= n;
    if (bent) {
      drawn_ = memory.take<drawn>(most);
      buffers_ = memory.take<S>(2 * most * chunk);
      out_buffers_ = buffers_ + most * chunk;
    }
    if (!patterns) return;
    S* const zeros = memory.take<S>(2 * chunk);
    std::fill_n(zeros, chunk, S(0));
    std::fill_n(zeros + chunk, chunk, S(1));
    constant_ = {zeros, zeros + chunk};
  }

  /// Before the panels at one place of the outer axes.
  void aim(bound_sweep<S>& s) {
    if (!s.straight) return;
    const int b = axes.beside, p = axes.panel;
    for (int i = 0; i < s.inputs; ++i) {
      const bool rim = s.in_rim[i] != nullptr;
      s.in_base[i] = rim ? s.in_rim[i]->data : address(s.in[i], axes.line, 0);
      s.in_step[i] = rim ? (axes.along ? 0 : 1) : b < 0 ? 0 : s.in[i].strides[b];
      s.in_panel[i] = rim || p < 0 ? 0 : s.in[i].strides[p];
    }
    for (int i = 0; i < s.outputs; ++i) {
      s.out_base[i] = address(s.out[i], axes.line, 0);
      s.out_step[i] = b < 0 ? 0 : s.out[i].strides[b];
      s.out_panel[i] = p < 0 ? 0 : s.out[i].strides[p];
    }
  }

  /// The entries of a panel, at one place of its inner axes.
  void entries(bound_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    const int b = axes.beside;
    const bool by_panel = !axes.along && axes.panel >= 0;
    const auto length = axes.along ? n : axes.extents[axes.line];
    const auto count = by_panel ? n : b < 0 ? 1 : axes.extents[b];
    const auto code = axes.along ? s.along : s.across;
    if (s.straight) {
      for (int i = 0; i < s.inputs; ++i) s.in_at[i] = s.in_base[i] + first * s.in_panel[i] + inner_offset(s.in[i]);
      for (int i = 0; i < s.outputs; ++i) s.out_at[i] = s.out_base[i] + first * s.out_panel[i] + inner_offset(s.out[i]);
      return call(s, code, length, count, 0);
    }
    std::fill_n(drawn_, s.inputs, drawn{});
    if (auto in = interior_of(s, axes, at); in.last > in.first && in.to - in.from >= 2 * lanes<S>::size) {
      // Where results bypass the caches whole vectors must be written.
      if (in.from > 0 && is_large()) in.from = (in.from + lanes<S>::size - 1) / lanes<S>::size * lanes<S>::size;
      some_lines(s, 0, in.first, 0, length);
      sides(s, in, 0, in.from);
      inside(s, in);
      sides(s, in, in.to, length);
      return some_lines(s, in.last, count, 0, length);
    }
    const auto from = axes.along ? first : 0, begin = by_panel ? first : 0;
    some_lines(s, begin, begin + count, from, from + length);
  }

  /// The rim of a panel.
  void rim(bound_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    if (s.only_rims) {
      for (int i = 0; i < s.inputs; ++i) s.in_at[i] = s.in_rim[i]->data;
      for (int i = 0; i < s.outputs; ++i) s.out_at[i] = s.out_rim[i]->data;
      stand_still(s);
      s.call.padded = true;
      return call(s, s.along, n, 1, 0);
    }
    std::fill_n(drawn_, s.inputs, drawn{});
    line(s, axes.panel < 0 ? axes.line : axes.panel, first, n, 0, true, s.along);
  }

  /// Whether the sweeps can take turns line by line, so that the reads of one overlap the writes of another.
  bool can_take_turns(const bound_sweep<S>* sweeps, int count, std::ptrdiff_t longest) const {
    const auto entries = axes.extents[axes.line];
    const bool long_lines = entries * static_cast<std::ptrdiff_t>(sizeof(S)) >= shortest_in_turn;
    bool can = !axes.along && axes.panel >= 0 && axes.inner_count == 0 && entries <= longest && long_lines;
    for (int k = 0; k < count; ++k) can = can && (sweeps[k].straight || sweeps[k].only_rims);
    return can;
  }
  /// Before the lines at one place of the outer axes.
  void aim_lines(bound_sweep<S>& s) {
    if (s.on_rim) stand_still(s);
    aim(s);
    for (int i = 0; i < s.inputs; ++i) s.in_at[i] = s.in_rim[i] ? s.in_rim[i]->data : s.in_base[i];
    for (int i = 0; i < s.outputs; ++i) s.out_at[i] = s.out_rim[i] ? s.out_rim[i]->data : s.out_base[i];
    prepare(s, axes.extents[axes.line], axes.extents[axes.panel], 0);
  }

  void finish() const {
    if (streamed_) stream_fence();
  }

private:
  /// Whether every line can be reached by pointers that step evenly.
  bool is_straight(const bound_sweep<S>& s) const {
    const bool one = axes.extents[axes.line] == 1;
    for (int i = 0; i < s.inputs; ++i) {
      const auto& x = s.in[i];
      if (s.in_rim[i] == nullptr && (x.is_pattern || x.reaches || (x.strides[axes.line] != 1 && !one))) return false;
    }
    for (int i = 0; i < s.outputs; ++i)
      if (s.out[i].strides[axes.line] != 1 && !one) return false;
    return true;
  }

  /// Entries `from` to `to` of the lines `first` to `last`, which are all of the panel's where it has a rim.
  void some_lines(bound_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t last, std::ptrdiff_t from,
                  std::ptrdiff_t to) {
    if (from == to) return;
    const bool by_panel = !axes.along && axes.panel >= 0;
    for (auto l = first; l < last; ++l) {
      if (axes.beside >= 0) at[axes.beside] = l;
      line(s, axes.line, from, to - from, by_panel ? l - first : 0, axes.along, axes.along ? s.along : s.across);
    }
    if (axes.beside >= 0) at[axes.beside] = 0;
  }
  /// Entries beside the interior, few of them one line down all of its lines.
  void sides(bound_sweep<S>& s, const interior& in, std::ptrdiff_t from, std::ptrdiff_t to) {
    constexpr std::ptrdiff_t few = 4;
    if (axes.beside < 0 || to - from > few) return some_lines(s, in.first, in.last, from, to);
    for (auto c = from; c < to; ++c) {
      at[axes.line] = c;
      line(s, axes.beside, in.first, in.last - in.first, 0, false, s.across);
    }
    at[axes.line] = 0;
  }
  void inside(bound_sweep<S>& s, const interior& in) {
    const auto begin = [&](const auto& x) {
      auto* to = x.data;
      for (int k = 0; k < max_axes; ++k)
        to += ((k == axes.line ? in.from : k == axes.beside ? in.first : at[k]) + x.reach[k]) * x.strides[k];
      return to;
    };
    const auto step = [&](const auto& x) { return axes.beside < 0 ? 0 : x.strides[axes.beside]; };
    for (int i = 0; i < s.inputs; ++i) {
      s.in_at[i] = s.in[i].is_pattern ? constant_.ones : begin(s.in[i]);
      s.in_step[i] = s.in[i].is_pattern ? 0 : step(s.in[i]);
    }
    for (int i = 0; i < s.outputs; ++i) s.out_at[i] = begin(s.out[i]), s.out_step[i] = step(s.out[i]);
    call(s, s.inside, in.to - in.from, in.last - in.first, 0);
  }

  /// A call of one line takes no steps.
  static void stand_still(bound_sweep<S>& s) {
    std::fill_n(s.in_step, s.inputs, 0);
    std::fill_n(s.out_step, s.outputs, 0);
  }
  template <class T> std::ptrdiff_t inner_offset(const operand<T>& x) const {
    std::ptrdiff_t offset = 0;
    for (int i = 0; i < axes.inner_count; ++i) offset += at[axes.inner[i]] * x.strides[axes.inner[i]];
    return offset;
  }
  template <class T> T* address(const operand<T>& x, int f, std::ptrdiff_t from) const {
    T* to = x.data + from * x.strides[f];
    for (int k = 0; k < max_axes; ++k)
      if (k != f) to += at[k] * x.strides[k];
    return to;
  }

  /// One line in chunks. A rim lies along it, or has one entry for the line, the one after `rim` others.
  void line(bound_sweep<S>& s, int f, std::ptrdiff_t from, std::ptrdiff_t length, std::ptrdiff_t rim, bool along,
            void (*code)(sweep_call<S>&)) {
    stand_still(s);
    for (std::ptrdiff_t done = 0; done < length; done += chunk) {
      const auto n = std::min(chunk, length - done);
      const auto on_rim = along ? done : rim;
      for (int i = 0; i < s.inputs; ++i) s.in_at[i] = input(s, i, f, from + done, n, on_rim);
      for (int i = 0; i < s.outputs; ++i) s.out_at[i] = output(s, i, f, from + done, n, on_rim);
      call(s, code, n, 1, on_rim);
      for (int i = 0; i < s.outputs; ++i) {
        const S* const buffer = out_buffers_ + i * chunk;
        if (s.out_at[i] != buffer) continue;
        S* const to = address(s.out[i], f, from + done);
        for (std::ptrdiff_t j = 0; j < n; ++j) to[j * s.out[i].strides[f]] = buffer[j];
      }
    }
  }
  const S* input(const bound_sweep<S>& s, int i, int f, std::ptrdiff_t from, std::ptrdiff_t n, std::ptrdiff_t rim) {
    if (s.in_rim[i]) return s.in_rim[i]->data + rim;
    S* const buffer = buffers_ + i * chunk;
    if (s.in[i].is_pattern)
      return pattern_line(s.in[i].mask, constant_, f, at, axes.extents, from, n, buffer, drawn_[i]);
    return line_of(s.in[i], f, at, axes.extents, from, n, buffer);
  }
  S* output(const bound_sweep<S>& s, int i, int f, std::ptrdiff_t from, std::ptrdiff_t n, std::ptrdiff_t rim) {
    if (s.out_rim[i]) return s.out_rim[i]->data + rim;
    S* const to = address(s.out[i], f, from);
    if (s.out[i].strides[f] == 1 || n == 1) return to;
    S* const buffer = out_buffers_ + i * chunk;
    for (std::ptrdiff_t j = 0; j < n; ++j) buffer[j] = to[j * s.out[i].strides[f]];  // add_gradient reads them
    return buffer;
  }

  void call(bound_sweep<S>& s, void (*code)(sweep_call<S>&), std::ptrdiff_t n, std::ptrdiff_t count,
            std::ptrdiff_t rim) {
    prepare(s, n, count, rim);
    code(s.call);
  }
  void prepare(bound_sweep<S>& s, std::ptrdiff_t n, std::ptrdiff_t count, std::ptrdiff_t rim) {
    constexpr auto packet = static_cast<std::ptrdiff_t>(sizeof(packet_of<S>) / sizeof(S));
    bool stream = s.outputs > 0 && !s.on_rim && is_large();
    for (int i = 0; stream && i < s.outputs; ++i)
      stream = reinterpret_cast<std::uintptr_t>(s.out_at[i]) % sizeof(packet_of<S>) == 0 && s.out_step[i] % packet == 0;
    for (int f = 0; f < s.folds; ++f) s.sums_at[f] = s.rim_sums[f] + rim, s.parts_at[f] = s.rim_parts[f]->data + rim;
    streamed_ = streamed_ || stream;
    s.call.n = n;
    s.call.lines = count;
    s.call.stream = stream;
    s.call.by_blocks = by_blocks && s.straight;
  }
  /// Whether results bypass the caches: earlier than in call/run.hpp, for what is read lies there and is read twice.
  bool is_large() const { return size_ * static_cast<std::ptrdiff_t>(sizeof(S)) >= std::ptrdiff_t{8} << 20; }

  std::ptrdiff_t size_ = 1;
  drawn* drawn_ = nullptr;
  S *buffers_ = nullptr, *out_buffers_ = nullptr;
  pattern_constants<S> constant_{};
  bool streamed_ = false;
};

}  // namespace regula::dsl
