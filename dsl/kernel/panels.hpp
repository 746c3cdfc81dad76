// SPDX-License-Identifier: MIT
/// Runs a group of sweeps: panel by panel, so that what was read for its sums is still in the cache when it is read again.
#pragma once
#include <dsl/kernel/panel_axes.hpp>
#include <dsl/kernel/sweep.hpp>
#include <dsl/matrix/workspace.hpp>

namespace regula::dsl {

/// Bytes of a panel that stay in the second cache, results included; the longest rim; and the shortest worth a panel of
/// its own where the panel's lines are far from each other in memory.
inline constexpr std::ptrdiff_t panel_bytes = 192 * 1024, longest_rim = 16384, shortest_rim = 128;

/// A buffer along the rim of a panel. It gets its memory when the length of rims is known.
template <class S> struct rim_buffer { S* data = nullptr; };

/// A sweep as plain data: its loops, compiled, and what they read and write.
template <class S> struct bound_sweep {
  void (*along)(const sweep_call<S>&);
  void (*across)(const sweep_call<S>&);
  bool on_rim;
  operand<const S>* in;    // rims: strides all 0
  rim_buffer<S>** in_rim;  // by input, or null
  const source* sources;
  int inputs;
  operand<S>* out;
  rim_buffer<S>** out_rim;
  int outputs;
  double** rim_sums;  // by fold
  rim_buffer<S>** rim_parts;
  const double* starts;  // by fold: what an empty one is
  int folds;
  pairwise_total* totals;
  double* extremes;
};

template <class S> class panel_run {
public:
  panel_run(const position& extents, unsigned kept, bound_sweep<S>* sweeps, int count, const double* values,
            workspace& memory)
      : sweeps_(sweeps), count_(count), values_(values), memory_(memory) {
    const std::ptrdiff_t none[max_axes] = {1, 1, 1, 1, 1, 1};
    const std::ptrdiff_t* lead = none;
    int operands = 0, most = 0, folds = 0;
    bool patterns = false;
    for (int k = count - 1; k >= 0; --k) {
      operands += sweeps[k].inputs + sweeps[k].outputs;
      most = std::max({most, sweeps[k].inputs, sweeps[k].outputs});
      folds = std::max(folds, sweeps[k].folds);
      for (int i = 0; i < sweeps[k].inputs; ++i) patterns = patterns || sweeps[k].in[i].is_pattern;
      const auto offer = [&](const std::ptrdiff_t* strides) {
        for (int a = 0; a < max_axes; ++a)
          if (extents[a] > 1 && strides[a] == 0) return;
        lead = strides;
      };
      if (sweeps[k].on_rim) continue;
      for (int i = 0; i < sweeps[k].inputs; ++i)
        if (sweeps[k].sources[i] == source::memory) offer(sweeps[k].in[i].strides);
      for (int i = 0; i < sweeps[k].outputs; ++i) offer(sweeps[k].out[i].strides);
    }
    axes_ = find_axes(extents, kept, lead, operands, [&](int i) -> operand<const S> {
      for (int k = 0;; ++k) {
        if (i < sweeps[k].inputs) return sweeps[k].in[i];
        i -= sweeps[k].inputs;
        if (i < sweeps[k].outputs) return as_input(sweeps[k].out[i], sweeps[k].out_rim[i] != nullptr);
        i -= sweeps[k].outputs;
      }
    });
    const auto pointers = static_cast<std::ptrdiff_t>(most) + 1;
    in_ = memory_.take<const S*>(pointers);
    out_ = memory_.take<S*>(pointers);
    in_step_ = memory_.take<std::ptrdiff_t>(pointers);
    out_step_ = memory_.take<std::ptrdiff_t>(pointers);
    sums_ = memory_.take<double*>(folds);
    parts_ = memory_.take<S*>(folds);
    drawn_ = memory_.take<drawn>(pointers);
    if (patterns) {
      S* const zeros = memory_.take<S>(chunk);
      S* const ones = memory_.take<S>(chunk);
      std::fill_n(zeros, chunk, S(0));
      std::fill_n(ones, chunk, S(1));
      constant_ = {zeros, ones};
    }
    buffers_ = memory_.take<S>(2 * pointers * chunk);
    out_buffers_ = buffers_ + pointers * chunk;
    for (const auto n : extents) stream_size_ *= n;
    choose_step();
    for (int k = 0; k < count; ++k)
      for (int i = 0; i < sweeps[k].folds; ++i) sweeps[k].rim_sums[i] = memory_.take<double>(step_);
  }

  /// Entries of a rim at most: the size of its buffers.
  std::ptrdiff_t step() const { return step_; }

  void run() {
    const auto length = axes_.panel < 0 ? 1 : axes_.extents[axes_.panel];
    bool empty = false;
    for (int k = 0; k < max_axes; ++k) {
      bool outside = k == axes_.panel;
      for (int i = 0; i < axes_.outer_count; ++i) outside = outside || axes_.outer[i] == k;
      if (axes_.extents[k] != 0) continue;
      if (outside) return;
      empty = true;
    }
    do {
      for (std::ptrdiff_t first = 0; first < length; first += step_)
        panel(first, std::min(step_, length - first), empty);
    } while (advance(at_, axes_.outer, axes_.outer_count, axes_.extents));
    if (streamed_) stream_fence();
  }

private:
  void choose_step() {
    const auto length = axes_.panel < 0 ? 1 : std::max<std::ptrdiff_t>(axes_.extents[axes_.panel], 1);
    const auto fit = panel_bytes / static_cast<std::ptrdiff_t>(sizeof(S)) / std::max<std::ptrdiff_t>(axes_.depth, 1);
    step_ = axes_.along ? fit / 64 * 64 : std::max<std::ptrdiff_t>(fit, 1);
    if (axes_.along && step_ < shortest_rim) step_ = longest_rim;
    step_ = std::min({step_, length, longest_rim});
  }
  static operand<const S> as_input(const operand<S>& x, bool rim) {
    operand<const S> y;
    std::copy_n(x.strides, max_axes, y.strides);
    if (rim) std::fill_n(y.strides, max_axes, 0);
    return y;
  }

  void panel(std::ptrdiff_t first, std::ptrdiff_t n, bool empty) {
    for (int k = 0; k < count_; ++k) {
      auto& s = sweeps_[k];
      for (int f = 0; f < s.folds; ++f) std::fill_n(s.rim_sums[f], n, s.starts[f]);
      if (s.on_rim) {
        std::fill_n(drawn_, s.inputs, drawn{});
        const int f = axes_.panel < 0 ? axes_.line : axes_.panel;
        lines(s, f, first, n, 0, s.along);
      } else if (!empty) {
        std::fill_n(drawn_, s.inputs, drawn{});
        do {
          entries(s, first, n);
        } while (advance(at_, axes_.inner, axes_.inner_count, axes_.extents));
      }
      for (int f = 0; f < s.folds; ++f)
        for (std::ptrdiff_t i = 0; i < n; ++i) s.rim_parts[f]->data[i] = static_cast<S>(s.rim_sums[f][i]);
    }
  }

  /// The lines of a panel that lie beside each other.
  void entries(bound_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    const int b = axes_.beside;
    const auto from = axes_.along ? first : 0, length = axes_.along ? n : axes_.extents[axes_.line];
    const bool by_panel = !axes_.along && axes_.panel >= 0;
    const auto begin = by_panel ? first : 0;
    const auto count = by_panel ? n : b < 0 ? 1 : axes_.extents[b];
    const auto code = axes_.along ? s.along : s.across;
    if (all_straight(s)) {
      if (b >= 0) at_[b] = begin;
      point(s, axes_.line, from, length, 0);
      for (int i = 0; i < s.inputs; ++i)
        in_step_[i] = s.in_rim[i] ? (axes_.along ? 0 : 1) : b < 0 ? 0 : s.in[i].strides[b];
      for (int i = 0; i < s.outputs; ++i) out_step_[i] = b < 0 ? 0 : s.out[i].strides[b];
      call(s, code, length, count, 0);
    } else {
      for (std::ptrdiff_t line = 0; line < count; ++line) {
        if (b >= 0) at_[b] = begin + line;
        lines(s, axes_.line, from, length, by_panel ? line : 0, code);
      }
    }
    if (b >= 0) at_[b] = 0;
  }

  /// One line in chunks; rims begin at entry `rim`, or at the chunk where they lie along the line.
  void lines(bound_sweep<S>& s, int f, std::ptrdiff_t from, std::ptrdiff_t length, std::ptrdiff_t rim,
             void (*code)(const sweep_call<S>&)) {
    const bool moves = s.on_rim || axes_.along;
    for (std::ptrdiff_t done = 0; done < length; done += chunk) {
      const auto n = std::min(chunk, length - done);
      const auto shift = moves ? done : rim;
      point(s, f, from + done, n, shift);
      std::fill_n(in_step_, s.inputs, 0);
      std::fill_n(out_step_, s.outputs, 0);
      call(s, code, n, 1, shift);
      for (int i = 0; i < s.outputs; ++i)
        if (s.out_rim[i] == nullptr && out_[i] == out_buffers_ + i * chunk)
          scatter(s.out[i], f, from + done, n, out_[i]);
    }
  }

  /// The pointers of a call on entries [from, from + n) of the line along f.
  void point(bound_sweep<S>& s, int f, std::ptrdiff_t from, std::ptrdiff_t n, std::ptrdiff_t rim) {
    for (int i = 0; i < s.inputs; ++i)
      in_[i] = s.in_rim[i]          ? s.in_rim[i]->data + rim
               : s.in[i].is_pattern ? pattern_line(s.in[i].mask, constant_, f, at_, axes_.extents, from, n,
                                                   buffers_ + i * chunk, drawn_[i])
                                    : line_of(s.in[i], f, at_, axes_.extents, from, n, buffers_ + i * chunk);
    for (int i = 0; i < s.outputs; ++i) {
      if (s.out_rim[i]) {
        out_[i] = s.out_rim[i]->data + rim;
        continue;
      }
      S* const to = address(s.out[i], f, from);
      if (s.out[i].strides[f] == 1 || n == 1) {
        out_[i] = to;
      } else {
        out_[i] = out_buffers_ + i * chunk;
        for (std::ptrdiff_t j = 0; j < n; ++j) out_[i][j] = to[j * s.out[i].strides[f]];
      }
    }
  }
  S* address(const operand<S>& x, int f, std::ptrdiff_t from) const {
    S* to = x.data + from * x.strides[f];
    for (int k = 0; k < max_axes; ++k)
      if (k != f) to += at_[k] * x.strides[k];
    return to;
  }
  void scatter(const operand<S>& x, int f, std::ptrdiff_t from, std::ptrdiff_t n, const S* buffer) const {
    S* const to = address(x, f, from);
    for (std::ptrdiff_t j = 0; j < n; ++j) to[j * x.strides[f]] = buffer[j];
  }

  /// Whether every line can be reached by pointers that step evenly.
  bool all_straight(const bound_sweep<S>& s) const {
    const bool one = axes_.extents[axes_.line] == 1;
    for (int i = 0; i < s.inputs; ++i) {
      const auto& x = s.in[i];
      if (s.in_rim[i] == nullptr && (x.is_pattern || x.reaches || (x.strides[axes_.line] != 1 && !one))) return false;
    }
    for (int i = 0; i < s.outputs; ++i)
      if (s.out[i].strides[axes_.line] != 1 && !one) return false;
    return true;
  }

  void call(bound_sweep<S>& s, void (*code)(const sweep_call<S>&), std::ptrdiff_t n, std::ptrdiff_t lines,
            std::ptrdiff_t rim) {
    for (int k = 0; k < s.folds; ++k) sums_[k] = s.rim_sums[k] + rim, parts_[k] = s.rim_parts[k]->data + rim;
    constexpr auto packet = static_cast<std::ptrdiff_t>(sizeof(packet_of<S>) / sizeof(S));
    bool stream = s.outputs > 0 && !s.on_rim &&
                  stream_size_ * static_cast<std::ptrdiff_t>(sizeof(S)) >= (std::ptrdiff_t{12} << 20);
    for (int i = 0; i < s.outputs; ++i)
      stream = stream && reinterpret_cast<std::uintptr_t>(out_[i]) % sizeof(packet_of<S>) == 0 &&
               out_step_[i] % packet == 0 && s.out_rim[i] == nullptr;
    streamed_ = streamed_ || stream;
    code({values_, s.totals, s.extremes, sums_, parts_, in_, in_step_, out_, out_step_, n, lines, stream});
  }

  bound_sweep<S>* sweeps_;
  int count_;
  const double* values_;
  workspace& memory_;
  panel_axes axes_;
  position at_{};
  const S** in_;
  S** out_;
  std::ptrdiff_t *in_step_, *out_step_, stream_size_ = 1;
  std::ptrdiff_t step_ = 1;
  double** sums_;
  S** parts_;
  drawn* drawn_;
  pattern_lines<S> constant_{};
  S *buffers_, *out_buffers_;
  bool streamed_ = false;
};

}  // namespace regula::dsl
