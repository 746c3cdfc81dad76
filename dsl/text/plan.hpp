// SPDX-License-Identifier: MIT
/// The passes over memory of a compiled penalty as a table.
#pragma once
#include <dsl/text/plan_names.hpp>

namespace regula::dsl {

/// One pass: lists of node indices, stores of output indices.
struct pass_view {
  int domain;
  const std::int16_t *body, *reductions, *stores;
  int body_count, reduction_count, store_count;
};
struct plan_view {
  formula_view program;
  const output* outputs;
  int output_count;
  std::vector<pass_view> passes;
};

template <class Facts, request R> plan_view view_plan() {
  static constexpr auto& program = program_of<Facts, R>;
  static constexpr auto& schedule = schedule_of<program>;
  plan_view v{written_view<Facts>(nullptr), program.outputs, program.output_count, {}};
  v.program.nodes = program.nodes;
  v.program.size = program.size;
  for (int k = 0; k < schedule.stage_count; ++k) {
    const auto& s = schedule.stages[k];
    v.passes.push_back({s.domain, s.nodes, s.reductions, s.stores, s.code_count, s.reduction_count, s.store_count});
  }
  return v;
}

class plan_writer {
public:
  explicit plan_writer(const plan_view& plan) : plan_(plan), names_(plan.program, plan.outputs, true) {}

  std::string text(const std::string& title) {
    table_.add(
        {"pass", "over", "reads", "writes", "flops", "transcendental", "bytes read", "bytes written", "sums up"});
    for (const auto& p : plan_.passes) add_pass(p);
    const auto count = plan_.passes.size();
    auto out = title + ": " + std::to_string(count) + (count == 1 ? " pass\n" : " passes\n") + table_.text();
    for (int o = 0; o < plan_.output_count; ++o) out += names_.equation(o) + "\n";
    return out;
  }

private:
  void add_pass(const pass_view& p) {
    std::string reads, writes, sums;
    int read = 0, flops = p.reduction_count, transcendental = 0;
    for (int k = 0; k < p.body_count; ++k) {
      const node& n = plan_.program.nodes[p.body[k]];
      if (n.what == tensor_node) join(reads, names_.tensor(n.slot())), ++read;
      if (n.what < 0) continue;
      ++(is_transcendental(plan_.program, n) ? transcendental : flops);
    }
    for (int k = 0; k < p.store_count; ++k) join(writes, names_.label(p.stores[k]));
    auto after = names_;
    for (int k = 0; k < p.reduction_count; ++k) {
      const auto name = "s" + std::to_string(++sums_);
      join(sums, name + " = " + names_.formula(p.reductions[k]));
      after.call(p.reductions[k], name);
    }
    names_ = std::move(after);
    table_.add({std::to_string(++pass_), names_.tensor(p.domain), reads, writes, std::to_string(flops),
                std::to_string(transcendental), std::to_string(read * 4), std::to_string(p.store_count * 4), sums});
  }

  const plan_view& plan_;
  named_program names_;
  aligned_rows table_;
  int sums_ = 0, pass_ = 0;
};

}  // namespace regula::dsl
