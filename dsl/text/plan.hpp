// SPDX-License-Identifier: MIT
/// The passes over memory of a compiled penalty as a table.
#pragma once
#include <dsl/plan/stages.hpp>
#include <dsl/text/plain.hpp>
#include <dsl/text/present.hpp>

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

inline constexpr int cost_of_exp = exp_atom::cost;

/// Whether an entry costs an exp, log, sine, or a general power.
inline bool is_transcendental(const formula_view& program, const node& n) {
  const auto r = rational::from_bits(n.bits);
  return n.what == atom_id::pow ? r.q != 1 && r.q != 2 && r.q != 4 : program.atom(n.what).facts.cost >= cost_of_exp;
}

class plan_writer {
public:
  explicit plan_writer(const plan_view& plan)
      : plan_(plan), nodes_(plan.program.nodes, plan.program.nodes + plan.program.size) {
    int count = 0;
    for (const auto& n : nodes_) count = n.what == coefficient_node ? std::max(count, n.slot() + 1) : count;
    names_.assign(plan.program.coefficients, plan.program.coefficients + count);
  }

  std::string text(const std::string& title) {
    add_row({"pass", "over", "reads", "writes", "flops", "transcendental", "bytes read", "bytes written", "sums up"});
    for (const auto& p : plan_.passes) add_pass(p);
    const auto count = plan_.passes.size();
    auto out = title + ": " + std::to_string(count) + (count == 1 ? " pass\n" : " passes\n") + table();
    for (int o = 0; o < plan_.output_count; ++o)
      out += label(plan_.outputs[o]) + " = " + formula(plan_.outputs[o].node) + "\n";
    return out;
  }

private:
  std::string tensor(int t) const { return std::string{plan_.program.tensors[t]}; }
  std::string label(const output& o) const { return o.kind == output_kind::tensor ? "dP/d" + tensor(o.index) : "P"; }

  /// Node i in formula text; the reductions of earlier passes under their names.
  std::string formula(int i) const {
    auto f = plan_.program;
    const auto shown_nodes = presenter{nodes_.data(), i + 1, false}.run();
    f.nodes = shown_nodes.data();
    f.size = static_cast<int>(shown_nodes.size());
    f.coefficients = names_.data();
    return plain_text(f, shown::names);
  }
  static void join(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

  void add_pass(const pass_view& p) {
    std::string reads, writes, sums;
    int read = 0, flops = p.reduction_count, transcendental = 0;
    for (int k = 0; k < p.body_count; ++k) {
      const node& n = plan_.program.nodes[p.body[k]];
      if (n.what == tensor_node) join(reads, tensor(n.slot())), ++read;
      if (n.what < 0) continue;
      ++(is_transcendental(plan_.program, n) ? transcendental : flops);
    }
    for (int k = 0; k < p.store_count; ++k) join(writes, label(plan_.outputs[p.stores[k]]));
    std::vector<node> named = nodes_;
    for (int k = 0; k < p.reduction_count; ++k) {
      const auto slot = names_.size();
      coefficient_name name{};
      const auto text = "s" + std::to_string(++sums_);
      text.copy(name.automatic, sizeof name.automatic - 1);
      join(sums, text + " = " + formula(p.reductions[k]));
      names_.push_back(name);
      named[static_cast<std::size_t>(p.reductions[k])] = coefficient_of(static_cast<int>(slot), true);
    }
    nodes_ = std::move(named);
    add_row({std::to_string(++pass_), tensor(p.domain), reads, writes, std::to_string(flops),
             std::to_string(transcendental), std::to_string(read * 4), std::to_string(p.store_count * 4), sums});
  }

  using row = std::array<std::string, 9>;
  void add_row(row r) {
    for (auto& cell : r)
      if (cell.empty()) cell = "-";
    rows_.push_back(std::move(r));
  }
  std::string table() const {
    std::array<std::size_t, 9> widths{};
    for (const auto& r : rows_)
      for (std::size_t c = 0; c < r.size(); ++c) widths[c] = std::max(widths[c], r[c].size());
    std::string out;
    for (const auto& r : rows_) {
      for (std::size_t c = 0; c < r.size(); ++c) {
        out += r[c];
        if (c + 1 < r.size()) out.append(widths[c] - r[c].size() + 2, ' ');
      }
      out += '\n';
    }
    return out;
  }

  const plan_view& plan_;
  std::vector<node> nodes_;
  std::vector<coefficient_name> names_;
  std::vector<row> rows_;
  int sums_ = 0, pass_ = 0;
};

}  // namespace regula::dsl
