// SPDX-License-Identifier: MIT
/// Runs a group of sweeps: panel by panel, so that what was read for its sums is still in the cache when it is read again.
#pragma once
#include <dsl/numbers/math_root.hpp>
#include <dsl/numbers/partial.hpp>
#include <dsl/numbers/squares.hpp>
#include <dsl/walk/lines.hpp>
#include <dsl/walk/parts.hpp>
#include <utility>

namespace regula::dsl {

/// Bytes of a panel: across the rim, in the first cache; along it, results included, in the second. Then the longest rim,
/// and the shortest for which lines of a panel that lie far from each other in memory are worth a panel of their own.
inline constexpr std::ptrdiff_t bytes_across = 16 * 1024, bytes_along = 192 * 1024, longest_rim = 16384,
                                shortest_rim = 128;

template <class S> class panel_run {
public:
  panel_run(const extents_list& extents, unsigned apart, live_sweep<S>* sweeps, int count, workspace& memory)
      : sweeps_(sweeps), count_(count), lines_(find_order(extents.of, apart, sweeps, count), memory, sweeps, count) {
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
    parts_ = group_parts(a, step_, count == 1 && !sweeps->has_rims());
    for (int k = 0; k < count; ++k) sweeps[k].for_folds([&](auto& f) { f.sums = memory.take<double>(step_); });
  }

  /// Code for the sweeps of the group, taking turns on lines of at most `longest` entries; null: there is none.
  void offer_turns(void (*code)(live_sweep<S>*, std::ptrdiff_t), std::ptrdiff_t longest) {
    if (code == nullptr || parts_.empty || !lines_.can_take_turns(sweeps_, count_, longest)) return;
    turns_ = code;
    parts_ = group_parts(lines_.axes(), lanes<S>::size, false);
  }

  /// The size of the buffers along a rim: whole vectors.
  std::ptrdiff_t rim_size() const { return (step_ + lanes<S>::size - 1) / lanes<S>::size * lanes<S>::size; }

  /// Parts of the group, the last of which may be less. They may run at once, each by a panel_run of its own; what they are
  /// depends on shapes alone.
  std::ptrdiff_t parts() const { return parts_.count; }
  void run(std::ptrdiff_t part) {
    const auto& a = lines_.axes();
    const auto last = std::min(parts_.units, (part + 1) * parts_.each);
    for (auto unit = part * parts_.each; unit < last;) {
      const auto first = parts_.place(a, unit, lines_.at());
      const auto n = std::min(parts_.at_a_place - first, last - unit);
      if (parts_.cut < 0)
        panels(first * parts_.unit, std::min((first + n) * parts_.unit, parts_.length));
      else
        slice(first, first + n);
      unit += n;
    }
    lines_.finish();
  }
  void run_all() {
    for (std::ptrdiff_t p = 0; p < parts(); ++p) run(p);
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

  /// At one place of the outer axes.
  void panels(std::ptrdiff_t first, std::ptrdiff_t last) {
    if (turns_ != nullptr) {
      for (int k = 0; k < count_; ++k) lines_.aim_lines(sweeps_[k], first, last - first);
      turns_(sweeps_, last - first);
      return;
    }
    for (int k = 0; k < count_; ++k) lines_.aim(sweeps_[k]);
    for (; first < last; first += step_) panel(first, std::min(step_, last - first), parts_.empty);
  }
  /// A sweep without rims, at places [first, last) of the axis that is cut.
  void slice(std::ptrdiff_t first, std::ptrdiff_t last) {
    lines_.keep(parts_.cut, first, last);
    panels(0, 1);
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
    lines_.first_inner();
    do {
      lines_.entries(s, first, n);
    } while (a.inner_count > 0 && advance(lines_.at(), a.inner, a.inner_count, lines_.ends()));
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
  std::ptrdiff_t step_ = 1;
  group_parts parts_;
  void (*turns_)(live_sweep<S>*, std::ptrdiff_t) = nullptr;
};

}  // namespace regula::dsl
