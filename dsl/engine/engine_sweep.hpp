// SPDX-License-Identifier: MIT
/// A sweep of a loaded plan: the loops that the walk calls, which run its code line by line.
#pragma once
#include <dsl/engine/block_machine.hpp>
#include <dsl/plan/accumulators.hpp>

namespace regula::dsl {

/// The code for each way that lines go by, as far as there are such; divides_by_norm: of the sweep's scalars.
template <class S> struct sweep_codes {
  sweep_code<S> across, along, inside, across_again, along_again;
  bool has_rims = false, has_inside = false, has_again = false;
  std::vector<std::uint8_t> divides_by_norm;

  /// Scalar k as an entry.
  S number(int k, double x) const {
    return static_cast<S>(divides_by_norm[static_cast<std::size_t>(k)] != 0 ? in_range<S>(x) : x);
  }
};

/// A sweep in a call: its code, and the machines that run it.
template <class S> class engine_sweep {
public:
  /// scalars: the nodes that are the sweep's numbers.
  engine_sweep(const sweep_codes<S>& codes, const sweep& s, const std::int16_t* scalars, workspace& memory)
      : codes_(&codes), s_(&s), scalars_(scalars), memory_(&memory), at_(room()) {}

  static void across(sweep_call<S>& c) { self(c).lines(self(c).machine(0, c), c, false); }
  static void along(sweep_call<S>& c) { self(c).lines_along(self(c).machine(1, c), c, false); }
  static void inside(sweep_call<S>& c) { self(c).lines(self(c).machine(2, c), c, false); }
  static void across_again(sweep_call<S>& c) { self(c).lines(self(c).machine(3, c), c, true); }
  static void along_again(sweep_call<S>& c) { self(c).lines_along(self(c).machine(4, c), c, true); }

private:
  static engine_sweep& self(const sweep_call<S>& c) { return *static_cast<engine_sweep*>(c.engine); }

  /// What runs one of the codes: made when it is first needed, its memory given back with that of the group.
  block_machine<S>& machine(int way, const sweep_call<S>& c) {
    auto*& made = machines_[way];
    if (made == nullptr) {
      const sweep_code<S>* const codes[] = {&codes_->across, &codes_->along, &codes_->inside, &codes_->across_again,
                                            &codes_->along_again};
      made = new (memory_->take<block_machine<S>>(1)) block_machine<S>(*codes[way], *memory_);
      S* const numbers = made->numbers();
      for (int k = 0; k < s_->scalars.count; ++k) numbers[k] = codes_->number(k, c.values[scalars_[k]]);
      made->begin();
    }
    made->numbers()[s_->scalars.count] = static_cast<S>(c.scale);
    made->clear_sums();
    return *made;
  }
  /// The addresses of line l.
  struct line {
    const S** in;
    S **out, **rims;
  };
  line room() const {
    return {memory_->take<const S*>(s_->loads.count), memory_->take<S*>(s_->stores.count),
            memory_->take<S*>(s_->folds.count)};
  }
  void point(const sweep_call<S>& c, std::ptrdiff_t l, const line& p) const {
    for (int i = 0; i < s_->loads.count; ++i) p.in[i] = c.in[i].at + l * c.in[i].step;
    for (int t = 0; t < s_->stores.count; ++t) p.out[t] = c.out[t].at + l * c.out[t].step;
  }
  void flush(block_machine<S>& m, const sweep_call<S>& c) const {
    for (int r = 0; r < s_->sums.count; ++r) {
      const double more = m.gathered(r);
      with_reduction(m.kind(r), [&](auto what) { add<what>(c.sums[r], more); });
    }
  }
  /// Line by line; sums of a line go to its entry of the rim at its end. again: sums of scaled squares, to scalars or to the
  /// rim.
  void lines(block_machine<S>& m, sweep_call<S>& c, bool again) {
    const auto& code = m.code();
    const auto p = at_;
    const bool to_scalars = !again || c.to_scalars, to_rim = !again || !c.to_scalars;
    const bool folds = to_rim && s_->folds.count > 0 && code.folds == 0;
    std::ptrdiff_t since = 0;
    for (std::ptrdiff_t l = 0; l < c.lines; ++l) {
      point(c, l, p);
      for (std::ptrdiff_t from = 0; from < c.n; from += entries_per_flush) {
        const auto n = std::min(entries_per_flush, c.n - from);
        if (from > 0) move(code, p, entries_per_flush);
        m.run(p.in, p.out, nullptr, n, c.stream);
        since += n;
        if (!folds && since < entries_per_flush) continue;
        if (folds) end_line(m, c, l);
        if (to_scalars) flush(m, c);
        m.clear_sums();
        since = 0;
      }
    }
    if (since > 0 && to_scalars) flush(m, c);
  }
  static void move(const sweep_code<S>& code, const line& p, std::ptrdiff_t by) {
    for (int i = 0; i < code.inputs; ++i)
      if (code.is_number[static_cast<std::size_t>(i)] == 0) p.in[i] += by;
    for (int t = 0; t < code.outputs; ++t) p.out[t] += by;
  }
  void end_line(const block_machine<S>& m, const sweep_call<S>& c, std::ptrdiff_t l) const {
    for (int f = 0; f < s_->folds.count; ++f) {
      const int r = s_->sums.count + f;
      const double more = m.gathered(r);
      with_reduction(m.kind(r), [&](auto what) {
        double& sum = c.folds[f].sums_at[l];
        sum = combine<what>(one_lane{sum}, one_lane{more}).v;
      });
    }
  }
  /// The rim lies along the lines: each of its entries gathers one of every line. Its parts lie where the rim will, which
  /// is read once more where squares are scaled.
  void lines_along(block_machine<S>& m, sweep_call<S>& c, bool again) {
    const auto& code = m.code();
    const auto p = at_;
    const bool to_scalars = !again || c.to_scalars, to_rim = !again || !c.to_scalars;
    const scratch_scope scope(*memory_);
    S** const parts = memory_->take<S*>(code.folds);
    for (int f = 0; f < code.folds; ++f) parts[f] = again ? memory_->take<S>(c.n) : c.folds[f].parts_at;
    for (std::ptrdiff_t first = 0; first < c.lines; first += lines_per_flush) {
      const auto last = std::min(c.lines, first + lines_per_flush);
      for (int f = 0; f < code.folds; ++f) std::fill_n(parts[f], c.n, static_cast<S>(start_of(fold_kind(code, f))));
      std::ptrdiff_t since = 0;
      for (auto l = first; l < last; ++l) {
        point(c, l, p);
        for (std::ptrdiff_t from = 0; from < c.n; from += entries_per_flush) {
          const auto n = std::min(entries_per_flush, c.n - from);
          if (from > 0) move(code, p, entries_per_flush);
          for (int f = 0; f < code.folds; ++f) p.rims[f] = parts[f] + from;
          m.run(p.in, p.out, p.rims, n, c.stream);
          since += n;
          if (since < entries_per_flush) continue;
          if (to_scalars) flush(m, c);
          m.clear_sums();
          since = 0;
        }
      }
      if (since > 0 && to_scalars) flush(m, c);
      if (since > 0) m.clear_sums();
      for (int f = 0; to_rim && f < code.folds; ++f) add_parts(fold_kind(code, f), c.folds[f].sums_at, parts[f], c.n);
    }
  }
  static int fold_kind(const sweep_code<S>& code, int f) { return code.fold_kinds[static_cast<std::size_t>(f)]; }
  static void add_parts(int kind, double* sums, const S* parts, std::ptrdiff_t n) {
    with_reduction(kind, [&](auto what) {
      for (std::ptrdiff_t i = 0; i < n; ++i)
        sums[i] = combine<what>(one_lane{sums[i]}, one_lane{static_cast<double>(parts[i])}).v;
    });
  }

  const sweep_codes<S>* codes_;
  const sweep* s_;
  const std::int16_t* scalars_;
  workspace* memory_;
  block_machine<S>* machines_[5]{};
  line at_;
};

}  // namespace regula::dsl
