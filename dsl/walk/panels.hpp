// SPDX-License-Identifier: MIT
/// Runs a group of sweeps: panel by panel, so that what was read for its sums is still in the cache when it is read again.
#pragma once
#include <dsl/numbers/math_root.hpp>
#include <dsl/numbers/partial.hpp>
#include <dsl/numbers/squares.hpp>
#include <dsl/walk/lines.hpp>
#include <utility>

namespace regula::dsl {

/// Bytes of a panel: across the rim, in the first cache; along it, results included, in the second. Then the longest rim,
/// and the shortest for which lines of a panel that lie far from each other in memory are worth a panel of their own.
inline constexpr std::ptrdiff_t bytes_across = 16 * 1024, bytes_along = 192 * 1024, longest_rim = 16384,
                                shortest_rim = 128;

template <class S> class panel_run {
public:
  panel_run(const position& extents, unsigned apart, live_sweep<S>* sweeps, int count, workspace& memory)
      : sweeps_(sweeps), count_(count), lines_(find_order(extents, apart, sweeps, count), memory, sweeps, count) {
    const auto& a = lines_.axes();
    const auto length = a.panel < 0 ? 1 : std::max<std::ptrdiff_t>(a.extents[a.panel], 1);
    const auto fit = [&](std::ptrdiff_t bytes) {
      return bytes / static_cast<std::ptrdiff_t>(sizeof(S)) / std::max<std::ptrdiff_t>(a.depth, 1);
    };
    constexpr std::ptrdiff_t grain = 4 * lanes<S>::size;
    // A long line leaves room in the first cache for few others, its result included.
    const bool long_lines = a.depth * static_cast<std::ptrdiff_t>(sizeof(S)) > bytes_across / 8;
    step_ = fit(a.along ? bytes_along : long_lines ? bytes_across / 2 : bytes_across);
    step_ = step_ >= grain ? step_ / grain * grain : std::max<std::ptrdiff_t>(step_, 1);
    if (a.along && step_ < shortest_rim) step_ = longest_rim;
    lines_.by_blocks(a.along && step_ < longest_rim);
    step_ = std::min({step_, length, longest_rim});
    for (int k = 0; k < count; ++k) sweeps[k].for_folds([&](auto& f) { f.sums = memory.take<double>(step_); });
  }

  /// Code for the sweeps of the group, taking turns on lines of at most `longest` entries; null: there is none.
  void offer_turns(void (*code)(live_sweep<S>*, std::ptrdiff_t), std::ptrdiff_t longest) {
    turns_ = code;
    longest_line_ = longest;
  }

  /// The size of the buffers along a rim: whole vectors.
  std::ptrdiff_t rim_size() const { return (step_ + lanes<S>::size - 1) / lanes<S>::size * lanes<S>::size; }

  void run() {
    const auto& a = lines_.axes();
    const auto length = a.panel < 0 ? 1 : a.extents[a.panel];
    bool empty = false;
    for (int k = 0; k < max_axes; ++k) {
      bool outside = k == a.panel;
      for (int i = 0; i < a.outer_count; ++i) outside = outside || a.outer[i] == k;
      if (a.extents[k] != 0) continue;
      if (outside) return;
      empty = true;
    }
    const bool turns = turns_ != nullptr && !empty && lines_.can_take_turns(sweeps_, count_, longest_line_);
    do {
      if (turns) {
        for (int k = 0; k < count_; ++k) lines_.aim_lines(sweeps_[k]);
        turns_(sweeps_, length);
        continue;
      }
      for (int k = 0; k < count_; ++k) lines_.aim(sweeps_[k]);
      for (std::ptrdiff_t first = 0; first < length; first += step_)
        panel(first, std::min(step_, length - first), empty);
    } while (advance(lines_.at(), a.outer, a.outer_count, a.extents));
    lines_.finish();
  }

private:
  /// The order of the axes in the memory of the last tensor, outputs before inputs, that has all of them.
  static panel_axes find_order(const position& extents, unsigned apart, const live_sweep<S>* sweeps, int count) {
    const std::ptrdiff_t none[max_axes] = {1, 1, 1, 1, 1, 1};
    const std::ptrdiff_t* lead = none;
    const auto offer = [&](const std::ptrdiff_t* strides) {
      for (int a = 0; a < max_axes; ++a)
        if (extents[a] > 1 && strides[a] == 0) return;
      lead = strides;
    };
    for (int k = 0; k < count; ++k) {
      const auto& s = sweeps[k];
      if (s.on_rim) continue;
      s.for_inputs([&](const auto& x) {
        if (x.rim == nullptr && !x.memory.is_pattern) offer(x.memory.strides);
      });
      s.for_outputs([&](const auto& x) { offer(x.memory.strides); });
    }
    const auto all = [&](auto test) {
      bool pass = true;
      for (int k = 0; k < count; ++k) {
        sweeps[k].for_inputs([&](const auto& x) { pass = pass && test(x.memory); });
        sweeps[k].for_outputs([&](const auto& x) { pass = pass && test(x.memory); });
      }
      return pass;
    };
    return find_axes(extents, apart, lead, all);
  }

  void panel(std::ptrdiff_t first, std::ptrdiff_t n, bool empty) {
    for (int k = 0; k < count_; ++k) {
      auto& s = sweeps_[k];
      s.for_folds([&](auto& f) { std::fill_n(f.sums, n, f.start); });
      if (s.on_rim)
        lines_.rim(s, first, n);
      else if (!empty)
        entries(s, first, n);
      bool again = false;
      s.for_folds([&](const auto& f) { again = fill_rim(f, n) || again; });
      if (!again || empty) continue;
      for (const double scale : {squares_range<S>::shrink, squares_range<S>::grow}) add_up_again(s, first, n, scale);
    }
  }
  void entries(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    const auto& a = lines_.axes();
    do {
      lines_.entries(s, first, n);
    } while (a.inner_count > 0 && advance(lines_.at(), a.inner, a.inner_count, a.extents));
  }
  /// Whether there are roots whose squares left the range of S.
  static bool fill_rim(const rim_sum<S>& f, std::ptrdiff_t n) {
    constexpr std::ptrdiff_t width = lanes<S>::size;
    bool again = false;
    for (std::ptrdiff_t i = 0; i < n; i += width) {
      auto sums = i + width <= n ? narrowed<S>(f.sums + i) : narrowed_first<S>(f.sums + i, n - i);
      if (f.root) {
        again |= !are_right(sums);
        sums = sqrt(sums);
      }
      sums.store(f.rim->data + i);
    }
    return again;
  }
  /// The roots of a panel that ask for the scale, anew.
  void add_up_again(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n, double scale) {
    bool due = false;
    const auto asks = [=](S root) { return scale_for_root<S>(static_cast<double>(root)) == scale; };
    s.for_folds([&](const auto& f) { due = due || (f.root && std::any_of(f.rim->data, f.rim->data + n, asks)); });
    if (!due) return;
    const auto along = std::exchange(s.along, s.along_again), across = std::exchange(s.across, s.across_again),
               inside = std::exchange(s.inside, nullptr);
    s.for_folds([&](auto& f) { std::fill_n(f.sums, n, 0.0); });
    s.call.scale = scale;
    entries(s, first, n);
    s.for_folds([&](const auto& f) {
      for (std::ptrdiff_t i = 0; f.root && i < n; ++i)
        if (asks(f.rim->data[i])) f.rim->data[i] = static_cast<S>(std::sqrt(f.sums[i]) / scale);
    });
    s.along = along, s.across = across, s.inside = inside;
  }

  live_sweep<S>* sweeps_;
  int count_;
  panel_lines<S> lines_;
  std::ptrdiff_t step_ = 1, longest_line_ = 0;
  void (*turns_)(live_sweep<S>*, std::ptrdiff_t) = nullptr;
};

}  // namespace regula::dsl
