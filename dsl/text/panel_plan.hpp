// SPDX-License-Identifier: MIT
/// The plan of a program with panels and matrices as a table: its matrix operations, and its sweeps group by group.
#pragma once
#include <dsl/plan/panels.hpp>
#include <dsl/text/plan_names.hpp>

namespace regula::dsl {

/// A sweep: lists of nodes, but stores as in plan/sweeps.hpp; `stored` are the nodes that they store.
struct sweep_view {
  int phase, domain, kept;
  bool on_rim;
  std::vector<int> body, inputs, scalars, reductions, folds, stores, stored;
  std::vector<source> sources;
};
/// A matrix operation; `output`: the one it writes itself, or -1.
struct operation_view {
  int phase, node, output;
};
struct panel_plan_view {
  formula_view program;
  const output* outputs;
  int output_count, phases;
  std::vector<operation_view> operations;
  std::vector<sweep_view> sweeps;
  std::vector<int> in_workspace;
};

template <class Facts, request R> panel_plan_view view_panel_plan() {
  static constexpr auto& program = program_of<Facts, R>;
  static constexpr auto& plan = panels_of<program, typename Facts::users, false>;
  panel_plan_view v{written_view<Facts>(nullptr), program.outputs, program.output_count, plan.phases, {}, {}, {}};
  v.program.nodes = program.nodes;
  v.program.size = program.size;
  v.program.table = program.shapes;
  v.program.shape_count = program.shape_count;
  for (int i = 0; i < program.size; ++i) {
    if (plan.operation_phase[i] >= 0) v.operations.push_back({plan.operation_phase[i], i, plan.direct[i]});
    if (plan.in_memory[i]) v.in_workspace.push_back(i);
  }
  const auto list = [](const std::int16_t* from, int count) { return std::vector<int>(from, from + count); };
  for (int k = 0; k < plan.sweep_count; ++k) {
    const auto& s = plan.sweeps[k];
    const auto& group = plan.groups[s.group];
    sweep_view w{group.phase,
                 group.domain,
                 group.kept,
                 s.is_rim(),
                 {},
                 list(s.inputs, s.input_count),
                 list(s.scalars, s.scalar_count),
                 list(s.reductions, s.reduction_count),
                 list(s.folds, s.fold_count),
                 list(s.stores, s.store_count),
                 {},
                 {s.sources, s.sources + s.input_count}};
    for (int c = 0; c < s.code_count; ++c)
      if (s.code[c].what >= 0) w.body.push_back(s.nodes[c]);
    for (int c = 0; c < s.store_count; ++c) {
      const int from = s.stored[c];  // a register
      w.stored.push_back(from < s.scalar_count ? s.scalars[from] : s.nodes[from - s.scalar_count]);
    }
    v.sweeps.push_back(std::move(w));
  }
  return v;
}

class panel_plan_writer {
public:
  explicit panel_plan_writer(const panel_plan_view& plan) : plan_(plan), names_(plan.program, plan.outputs, false) {}

  std::string text(const std::string& title) {
    table_.add({"phase", "work", "over", "panels", "reads", "writes", "flops", "transcendental", "bytes read",
                "bytes written", "sums up"});
    for (int phase = 0; phase < plan_.phases; ++phase) {
      for (const auto& op : plan_.operations)
        if (op.phase == phase) add_operation(op);
      for (const auto& s : plan_.sweeps)
        if (s.phase == phase) add_sweep(s);
    }
    auto out = title + ": " + counted(static_cast<int>(plan_.operations.size()), "matrix operation") + ", " +
               counted(static_cast<int>(plan_.sweeps.size()), "sweep") + "\n" + table_.text();
    for (int o = 0; o < plan_.output_count; ++o) out += names_.equation(o) + "\n";
    std::string held;
    for (const int i : plan_.in_workspace) join(held, names_.formula(i) + ": " + shape_text(i));
    if (!held.empty()) out += "workspace: " + held + "\n";
    if (!extents_.empty()) out += legend() + "\n";
    return out;
  }

private:
  static std::string counted(int n, const std::string& what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
  }
  const node& at(int i) const { return plan_.program.nodes[i]; }
  std::string name(const char* letter, int& count) { return letter + std::to_string(++count); }

  void add_operation(const operation_view& op) {
    const auto& n = at(op.node);
    std::string reads;
    for (const int x : n.operands)
      if (x >= 0) join(reads, names_.formula(x));
    const auto made = names_.formula(op.node);
    std::string writes;
    if (op.output >= 0) {
      writes = names_.label(op.output) + " = " + made;
    } else {
      writes = name(n.scalar() ? "s" : "t", n.scalar() ? sums_ : temporaries_);
      names_.call(op.node, writes);
      writes += " = " + made;
    }
    table_.add({std::to_string(op.phase + 1), std::string{plan_.program.atom(n.what).name}, "", "", reads, writes,
                flops(n), "", "", "", ""});
  }
  /// What atoms state as "2 r1 c1 c2": 2*m*n*k.
  std::string flops(const node& n) {
    std::string out;
    std::vector<std::size_t> places;
    char what = 0;
    for (const char c : plan_.program.atom(n.what).flops) {
      if (what != 0)
        places.push_back(place(plan_.program.table[at(n.operands[c - '1']).domain].axes[what == 'r' ? 0 : 1]));
      else if (c != 'r' && c != 'c' && c != ' ')
        out += c;
      what = what == 0 && (c == 'r' || c == 'c') ? c : '\0';
    }
    std::sort(places.begin(), places.end());
    for (std::size_t k = 0; k < places.size(); ++k) {
      const auto power = std::count(places.begin(), places.end(), places[k]);
      if (k > 0 && places[k] == places[k - 1]) continue;
      out += (out.empty() ? "" : "*") + letter(places[k]) + (power == 1 ? "" : "^" + std::to_string(power));
    }
    return out;
  }

  void add_sweep(const sweep_view& s) {
    std::string reads, writes, sums;
    int read = 0, written = 0, flops = static_cast<int>(s.reductions.size() + s.folds.size()), transcendental = 0;
    std::vector<int> read_once;  // neighbours come with the entry itself
    for (std::size_t k = 0; k < s.inputs.size(); ++k) {
      if (s.sources[k] == source::pattern) continue;
      int i = s.inputs[k];
      join(reads, names_.formula(i));
      while (at(i).what == atom_id::reach) i = at(i).operands[0];
      if (s.sources[k] == source::rim || std::count(read_once.begin(), read_once.end(), i) > 0) continue;
      read_once.push_back(i);
      read += s.on_rim || at(i).domain == s.domain;
    }
    for (const int i : s.body) ++(is_transcendental(plan_.program, at(i)) ? transcendental : flops);
    auto after = names_;
    const auto gather = [&](int i, const char* letter, int& count) {
      const auto called = name(letter, count);
      join(sums, called + " = " + names_.formula(i));
      after.call(i, called);
    };
    for (const int i : s.folds) gather(i, "r", rims_);
    for (const int i : s.reductions) gather(i, "s", sums_);
    for (std::size_t k = 0; k < s.stores.size(); ++k) {
      const int to = s.stores[k], i = s.stored[k];
      const bool is_output = to < plan_.program.size, in_memory = to < 2 * plan_.program.size;
      written += in_memory;
      if (is_output) {
        join(writes, names_.label(to));
      } else if (after.has_name(i)) {
        join(writes, after.formula(i));
      } else {
        const auto called = in_memory ? name("t", temporaries_) : name("r", rims_);
        join(writes, called + " = " + names_.formula(i));
        after.call(i, called);
      }
    }
    names_ = std::move(after);
    table_.add({std::to_string(s.phase + 1), s.on_rim ? "rim" : "entries", domain_text(s), panels(s), reads, writes,
                std::to_string(flops), std::to_string(transcendental), std::to_string(read * 4),
                std::to_string(written * 4), sums});
  }
  std::string panels(const sweep_view& s) const {
    if (s.kept == 0) return {};
    const auto kept = static_cast<unsigned>(s.kept), gathered = plan_.program.table[s.domain].present() & ~kept;
    if (gathered == 0b10) return "rows";
    if (gathered == 0b01) return "columns";
    return (std::popcount(kept) == 1 ? "axis " : "axes ") + axis_list(kept);
  }
  /// The tensor whose entries they are, or their extents.
  std::string domain_text(const sweep_view& s) {
    for (int t = 0; t < plan_.program.tensor_count; ++t)
      if (plan_.program.table[t] == plan_.program.table[s.domain]) return names_.tensor(t);
    return extents_text(plan_.program.table[s.domain]);
  }

  std::string shape_text(int i) { return at(i).scalar() ? "1" : extents_text(plan_.program.table[at(i).domain]); }
  /// m x n, m x 1 x ... for as many axes more as the tensors have.
  std::string extents_text(const shape& s) {
    const bool any_rank = std::popcount(s.present() >> 2) == max_axes - 2;
    std::string out;
    for (int k = 0; k < (any_rank ? 2 : max_axes); ++k)
      if ((s.present() >> k) != 0 || k < 2) out += (k == 0 ? "" : " x ") + extent(s.axes[k]);
    return out + (any_rank ? " x ..." : "");
  }
  std::size_t place(std::int16_t e) {
    const auto found = std::find(extents_.begin(), extents_.end(), e);
    const auto at = static_cast<std::size_t>(found - extents_.begin());
    if (found == extents_.end()) extents_.push_back(e);
    return at;
  }
  /// m, n, k... in the order in which they are met.
  static std::string letter(std::size_t place) {
    constexpr std::string_view letters = "mnkpqr";
    return place < letters.size() ? std::string{letters[place]} : "n" + std::to_string(place + 1);
  }
  std::string extent(std::int16_t e) { return e == unit_extent ? "1" : letter(place(e)); }
  std::string legend() {
    std::string out;
    for (const auto e : extents_) {
      std::string where;
      for (int t = 0; t < plan_.program.tensor_count; ++t)
        for (int k = 0; k < max_axes && where.empty(); ++k)
          if (plan_.program.table[t].axes[k] == e)
            where = (k == 0 ? "rows" : k == 1 ? "columns" : "axis " + std::to_string(k)) + " of " + names_.tensor(t);
      join(out, extent(e) + " = " + where);
    }
    return out;
  }

  const panel_plan_view& plan_;
  named_program names_;
  aligned_rows table_;
  std::vector<std::int16_t> extents_;
  int sums_ = 0, rims_ = 0, temporaries_ = 0;
};

}  // namespace regula::dsl
