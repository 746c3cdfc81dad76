// SPDX-License-Identifier: MIT
/// A plan made at run time, with the code of its sweeps.
#pragma once
#include <atomic>
#include <dsl/engine/assembler.hpp>
#include <dsl/engine/compiled_sweeps.hpp>
#include <dsl/engine/engine_sweep.hpp>
#include <dsl/plan/run_time.hpp>

namespace regula::dsl {

template <class S> class loaded_plan {
public:
  /// The code must be of the processor that runs it.
  loaded_plan(program_at_run_time program, const code_set<S>& atoms, bool adds)
      : program_(std::move(program)), atoms_(atoms), adds_(adds), plan_(view_of_program(), adds) {
    const auto plan = plan_.view();
    flat_ = is_flat(view_of_program(), plan, program_.tensor_count);
    sweeps_.reserve(static_cast<std::size_t>(plan.sizes.sweeps));
    for (int k = 0; k < plan.sizes.sweeps; ++k) sweeps_.push_back(codes_of(plan, k));
  }

  program_view program() const { return view_of_program(); }
  plan_view plan() const { return plan_.view(); }
  const code_set<S>& atoms() const { return atoms_; }
  const sweep_codes<S>& sweep_at(int k) const { return sweeps_[static_cast<std::size_t>(k)]; }
  bool adds() const { return adds_; }
  bool flat() const { return flat_; }

  /// Its sweeps compiled for this processor, or null.
  const compiled_sweeps<S>* compiled() const { return compiled_.load(std::memory_order_acquire); }
  /// Once; calls that go on meanwhile use what they began with.
  void use(std::shared_ptr<const compiled_sweeps<S>> sweeps) const {
    owned_ = std::move(sweeps);
    compiled_.store(owned_.get(), std::memory_order_release);
  }

  /// Whether the sums of sweep k to scalars may be of squares.
  bool sums_squares(int k) const {
    const auto plan = plan_.view();
    const auto& s = plan.sweeps[k];
    for (int r = 0; r < s.sums.count; ++r)
      if (squared_register(plan, s, plan.accumulations[s.sums.first + r], sizeof(S) == sizeof(double)) >= 0)
        return true;
    return false;
  }

private:
  program_view view_of_program() const { return program_.view(atoms_.facts); }
  sweep_codes<S> codes_of(const plan_view& plan, int k) const {
    const auto& s = plan.sweeps[k];
    const auto made = [&](sweep_way way) { return assembler<S>(plan, k, atoms_, adds_, way).run(); };
    sweep_codes<S> codes;
    bool reads_rims = false, patterns = false, folded_squares = false;
    for (int i = 0; i < s.loads.count; ++i) {
      const auto from = plan.loads[s.loads.first + i].from;
      reads_rims = reads_rims || from == source::rim;
      patterns = patterns || from == source::pattern;
    }
    for (int f = 0; f < s.folds.count; ++f)
      folded_squares = folded_squares || plan.accumulations[s.folds.first + f].what == atom_id::norm2;
    codes.has_rims = reads_rims || s.folds.count > 0;
    codes.has_inside = !codes.has_rims && !s.on_rim();
    codes.has_again = folded_squares || sums_squares(k);
    if (codes.has_rims || !s.on_rim()) codes.across = made({.flat = flat_});
    if (codes.has_rims || s.on_rim()) codes.along = made({true});
    if (codes.has_inside && patterns) codes.inside = made({false, true});
    if (codes.has_again) codes.across_again = made({false, false, true});
    if (codes.has_again) codes.along_again = made({true, false, true});
    for (int c = 0; c < s.scalars.count; ++c)
      codes.divides_by_norm.push_back(divides_by_norm(program_.nodes.data(), plan.nodes[s.scalars.first + c]));
    if (codes.has_inside && !patterns) codes.inside = codes.across;
    return codes;
  }

  program_at_run_time program_;
  code_set<S> atoms_;
  bool adds_, flat_ = false;
  plan_at_run_time plan_;
  std::vector<sweep_codes<S>> sweeps_;
  mutable std::shared_ptr<const compiled_sweeps<S>> owned_;
  mutable std::atomic<const compiled_sweeps<S>*> compiled_ = nullptr;
};

}  // namespace regula::dsl
