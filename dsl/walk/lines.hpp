// SPDX-License-Identifier: MIT
/// The lines of a panel, handed to the loops of a sweep: how they are reached is chosen once for each sweep.
#pragma once
#include <dsl/walk/copied_lines.hpp>
#include <dsl/walk/even_lines.hpp>

namespace regula::dsl {

/// Bytes of a line from which on turns pay.
inline constexpr std::ptrdiff_t shortest_in_turn = 1024;

template <class S> class panel_lines {
public:
  panel_lines(const panel_axes& a, workspace& memory, live_sweep<S>* sweeps, int count)
      : calls_(a), even_(calls_), copied_(calls_) {
    bool patterns = false, copies = false;
    int most = 0;
    for (int k = 0; k < count; ++k) {
      choose(sweeps[k]);
      copies = copies || sweeps[k].reached == live_sweep<S>::way::copied;
      sweeps[k].for_inputs([&](const auto& x) { patterns = patterns || x.memory.is_pattern; });
      most = std::max({most, sweeps[k].inputs, sweeps[k].outputs});
    }
    if (copies) copied_.take_buffers(memory, most, patterns);
  }
  panel_lines(const panel_lines&) = delete;
  panel_lines& operator=(const panel_lines&) = delete;

  const panel_axes& axes() const { return calls_.axes; }
  position& at() { return calls_.at; }
  /// Of an axis within a panel only places [first, last) are walked.
  void keep(int axis, std::ptrdiff_t first, std::ptrdiff_t last) {
    calls_.begins[axis] = first;
    calls_.ends[axis] = last;
  }
  const position& ends() const { return calls_.ends; }
  void first_inner() {
    const auto& a = axes();
    for (int i = 0; i < a.inner_count; ++i) at()[a.inner[i]] = calls_.begins[a.inner[i]];
  }
  void by_blocks(bool so) { calls_.by_blocks = so; }

  /// Before the panels at one place of the outer axes.
  void aim(live_sweep<S>& s) {
    if (s.is_even()) even_.aim(s);
  }
  /// The entries of a panel, at one place of its inner axes.
  void entries(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    if (s.is_even())
      even_.run(s, first, n);
    else
      copied_.run(s, first, n);
  }
  /// The rim of a panel.
  void rim(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t n) {
    if (!s.is_of_rims()) return copied_.run_rim(s, first, n);
    aim_at_rims(s);
    s.call.padded = true;
    calls_.run(s, s.along, n, 1, 0);
  }

  /// Whether the sweeps can take turns line by line, so that the reads of one overlap the writes of another.
  bool can_take_turns(const live_sweep<S>* sweeps, int count, std::ptrdiff_t longest) const {
    const auto& a = axes();
    const auto entries = a.extents[a.line];
    const bool long_lines = entries * static_cast<std::ptrdiff_t>(sizeof(S)) >= shortest_in_turn;
    bool can = !a.along && a.panel >= 0 && a.inner_count == 0 && entries <= longest && long_lines;
    for (int k = 0; k < count; ++k) can = can && (sweeps[k].is_even() || sweeps[k].is_of_rims());
    return can;
  }
  /// Before `count` lines at one place of the outer axes.
  void aim_lines(live_sweep<S>& s, std::ptrdiff_t first, std::ptrdiff_t count) {
    if (s.is_even()) {
      even_.aim(s);
      s.for_inputs([=](auto& x) { x.at = x.base + first * x.panel; });
      s.for_outputs([=](auto& x) { x.at = x.base + first * x.panel; });
    } else {
      aim_at_rims(s);
    }
    calls_.prepare(s, axes().extents[axes().line], count, 0);
  }

  void finish() const { calls_.finish(); }

private:
  void choose(live_sweep<S>& s) const {
    bool rims = s.on_rim;
    s.for_inputs([&](const auto& x) { rims = rims && x.rim != nullptr; });
    s.for_outputs([&](const auto& x) { rims = rims && x.rim != nullptr; });
    using way = typename live_sweep<S>::way;
    s.reached = steps_evenly(s, calls_.axes) ? way::even : rims ? way::rims : way::copied;
  }
  static void aim_at_rims(live_sweep<S>& s) {
    s.for_inputs([](auto& x) { x.at = x.rim->data; });
    s.for_outputs([](auto& x) { x.at = x.rim->data; });
    line_calls<S>::stand_still(s);
  }

  line_calls<S> calls_;
  even_lines<S> even_;
  copied_lines<S> copied_;
};

}  // namespace regula::dsl
