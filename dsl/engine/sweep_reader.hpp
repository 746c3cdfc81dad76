// SPDX-License-Identifier: MIT
/// What a sweep of a plan reads and adds up, and how often each of its registers is used.
#pragma once
#include <dsl/engine/sweep_code.hpp>
#include <dsl/run/sums.hpp>

namespace regula::dsl {

template <class S> class sweep_reader {
protected:
  /// k: the sweep. The plan and the facts live as long as this does.
  sweep_reader(const plan_view& plan, int k, const atom_set& facts, sweep_way way)
      : plan_(plan),
        s_(plan.sweeps[k]),
        facts_(facts),
        way_(way),
        scalars_(s_.scalars.count),
        uses_(at(scalars_ + s_.code.count)),
        only_use_(uses_.size(), -1) {
    out_.inputs = s_.loads.count;
    list_inputs();
    list_sums();
    count_uses();
  }
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  const instruction& code(int q) const { return plan_.code[s_.code.first + q]; }

  /// Something that is added up, of a register.
  struct gathering {
    int from, kind;
    block_place to;
    bool squares;
  };

  void list_inputs() {
    for (int i = 0; i < s_.loads.count; ++i) {
      const auto& x = plan_.loads[s_.loads.first + i];
      out_.is_number.push_back(x.from == source::rim && !way_.along);
      out_.is_constant.push_back(x.from == source::pattern && way_.inside);
    }
  }
  int squared(const accumulation& a) const { return squared_register(plan_, s_, a, sizeof(S) == sizeof(double)); }
  void list_sums() {
    for (int r = 0; r < s_.sums.count; ++r) {
      const auto& a = plan_.accumulations[s_.sums.first + r];
      add_sum(a, way_.again ? squared(a) : a.from, {site::sum, as_index(out_.sums++)}, out_.sum_kinds);
    }
    for (int f = 0; f < s_.folds.count; ++f) {
      const auto& a = plan_.accumulations[s_.folds.first + f];
      const int from = !way_.again ? a.from : a.what == atom_id::norm2 ? a.from : -1;
      if (way_.along)
        add_sum(a, from, {site::fold, as_index(out_.folds++)}, out_.fold_kinds);
      else
        add_sum(a, from, {site::sum, as_index(out_.sums++)}, out_.sum_kinds);
    }
  }
  void add_sum(const accumulation& a, int from, block_place to, std::vector<int>& kinds) {
    kinds.push_back(way_.again ? atom_id::sum : a.what);
    if (from >= 0) gathered_.push_back({from, a.what, to, way_.again});
  }
  /// From the roots down; only_use: the instruction that uses a register once, -2 where it is gathered once.
  void count_uses() {
    const auto use = [&](int r, int by) { only_use_[at(r)] = uses_[at(r)]++ == 0 ? by : -1; };
    for (const auto& g : gathered_)
      use(g.from, g.squares || g.kind != atom_id::sum || g.to.kind != site::sum ? -1 : -2);
    if (!way_.again)
      for (int t = 0; t < s_.stores.count; ++t) use(plan_.stores[s_.stores.first + t].from, -1);
    for (int q = s_.code.count - 1; q >= 0; --q) {
      const auto& x = code(q);
      if (uses_[at(scalars_ + q)] == 0 || x.what < 0) continue;
      if (is_shown(x)) {
        use(x.operands[1], -1);
        continue;
      }
      for (int k = 0; k < operands_of(x.what); ++k) use(x.operands[k], q);
    }
  }
  /// Kept entries where the pattern holds.
  bool is_shown(const instruction& x) const { return x.what == atom_id::kept && way_.inside; }
  int operands_of(int what) const { return what == atom_id::kept ? 2 : facts_.facts(what).arity; }

  const plan_view& plan_;
  const sweep& s_;
  const atom_set& facts_;
  const sweep_way way_;
  const int scalars_;
  std::vector<int> uses_, only_use_;
  std::vector<gathering> gathered_;
  sweep_code<S> out_;
};

}  // namespace regula::dsl
