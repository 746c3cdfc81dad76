// SPDX-License-Identifier: MIT
/// A plan as a table: its matrix operations, and its sweeps group by group. A flat plan's sweeps are called passes.
#pragma once
#include <dsl/kernel/recipe.hpp>
#include <dsl/text/plan_extents.hpp>
#include <dsl/text/plan_names.hpp>

namespace regula::dsl {

/// A plan with its program under the formula's names.
struct named_plan {
  formula_view program;
  const output* outputs;
  int output_count;
  plan_view plan;
  bool flat;
};
template <class Facts, request R> named_plan plan_to_print() {
  static constexpr auto& program = program_of<Facts, R>;
  using made = recipe<program, typename Facts::users, false>;
  named_plan v{written_view<Facts>(nullptr), program.outputs, program.output_count, made::plan.view(),
               made::template is_flat<Facts::written.tensor_count>()};
  v.program.nodes = program.nodes;
  v.program.size = program.size;
  v.program.table = program.shapes;
  v.program.shape_count = program.shape_count;
  return v;
}

class plan_table {
public:
  explicit plan_table(const named_plan& named)
      : named_(named), plan_(named.plan), names_(named.program, named.outputs, named.flat), extents_(named.program) {}

  std::string text(const std::string& title) {
    add({named_.flat ? "pass" : "phase", "work", "over", "panels", "reads", "writes", "flops", "transcendental",
         "bytes read", "bytes written", "sums up"});
    for (int f = 0; f < plan_.sizes.phases; ++f) {
      const auto& now = plan_.phases[f];
      for (int k = 0; k < now.operations.count; ++k) add_operation(f, plan_.operations[now.operations.first + k]);
      for (int g = 0; g < now.groups.count; ++g) {
        const auto& group = plan_.groups[now.groups.first + g];
        for (int k = 0; k < group.sweeps.count; ++k) add_sweep(f, group, plan_.sweeps[group.sweeps.first + k]);
      }
    }
    auto out = title + ": " + size_text() + "\n" + rows_.text();
    for (int o = 0; o < named_.output_count; ++o) out += names_.equation(o) + "\n";
    std::string held;
    for (int k = 0; k < plan_.sizes.temporaries; ++k) {
      const int i = plan_.temporaries[k];
      join(held, names_.formula(i) + ": " + extents_.text(shape_of(i)));
    }
    if (!held.empty()) out += "workspace: " + held + "\n";
    const auto legend = extents_.legend();
    return legend.empty() ? out : out + legend + "\n";
  }

private:
  using row = std::vector<std::string>;

  static std::string counted(int n, const std::string& what, const char* plural = "s") {
    return std::to_string(n) + " " + what + (n == 1 ? "" : plural);
  }
  std::string size_text() const {
    if (named_.flat) return counted(plan_.sizes.sweeps, "pass", "es");
    return counted(plan_.sizes.operations, "matrix operation") + ", " + counted(plan_.sizes.sweeps, "sweep");
  }
  /// A flat plan has no work but entries, and no panels.
  void add(row cells) {
    if (named_.flat) cells.erase(cells.begin() + 3), cells.erase(cells.begin() + 1);
    rows_.add(std::move(cells));
  }
  const node& at(int i) const { return named_.program.nodes[i]; }
  shape shape_of(int i) const { return at(i).scalar() ? shape{} : named_.program.table[at(i).domain]; }
  static std::string next(const char* letter, int& count) { return letter + std::to_string(++count); }

  void add_operation(int phase, const matrix_step& step) {
    const auto& n = at(step.node);
    std::string reads;
    for (const int x : n.operands)
      if (x >= 0) join(reads, names_.formula(x));
    const auto made = names_.formula(step.node);
    std::string writes;
    if (step.output >= 0) {
      writes = names_.label(step.output);
    } else {
      writes = n.scalar() ? next("s", sums_) : next("t", temporaries_);
      names_.call(step.node, writes);
    }
    add({std::to_string(phase + 1), std::string{named_.program.atom(n.what).name}, "", "", reads, writes + " = " + made,
         extents_.flops(n), "", "", "", ""});
  }

  void add_sweep(int phase, const sweep_group& group, const sweep& s) {
    std::string reads, sums, writes;
    const int read = list_reads(s, group, reads),
              flops = operations_in(s, false) + flops_of(s.sums) + flops_of(s.folds);
    auto after = names_;
    list_sums(s.folds, "r", rims_, after, sums);
    list_sums(s.sums, "s", sums_, after, sums);
    const int written = list_stores(s, after, writes);
    names_ = std::move(after);
    add({std::to_string(named_.flat ? ++passes_ : phase + 1), s.on_rim() ? "rim" : "entries", domain_text(group),
         panels(group), reads, writes, std::to_string(flops), std::to_string(operations_in(s, true)),
         std::to_string(read * 4), std::to_string(written * 4), sums});
  }
  /// Of reductions: a norm squares and adds.
  int flops_of(const list& of) const {
    int n = of.count;
    for (int r = 0; r < of.count; ++r) n += plan_.accumulations[of.first + r].what == atom_id::norm2;
    return n;
  }
  /// Instructions that are exp, log, sine..., or all others.
  int operations_in(const sweep& s, bool transcendental) const {
    int n = 0;
    for (int q = 0; q < s.code.count; ++q)
      if (const auto& x = plan_.code[s.code.first + q]; x.what >= 0)
        n += is_transcendental(named_.program, at(x.node)) == transcendental;
    return n;
  }
  /// Returns how many entries are read for each; neighbours come with the entry itself.
  int list_reads(const sweep& s, const sweep_group& group, std::string& reads) const {
    int read = 0;
    std::vector<int> once;
    for (int k = 0; k < s.loads.count; ++k) {
      const auto& x = plan_.loads[s.loads.first + k];
      if (x.from == source::pattern) continue;
      int i = x.node;
      join(reads, names_.formula(i));
      while (at(i).what == atom_id::reach) i = at(i).operands[0];
      if (x.from == source::rim || std::count(once.begin(), once.end(), i) > 0) continue;
      once.push_back(i);
      read += s.on_rim() || at(i).domain == group.domain;
    }
    return read;
  }
  void list_sums(const list& of, const char* letter, int& count, named_program& after, std::string& sums) const {
    for (int r = 0; r < of.count; ++r) {
      const int i = plan_.accumulations[of.first + r].node;
      const auto called = next(letter, count);
      join(sums, called + " = " + names_.formula(i));
      after.call(i, called);
    }
  }
  /// Returns how many entries are written to memory for each.
  int list_stores(const sweep& s, named_program& after, std::string& writes) {
    int written = 0;
    for (int k = 0; k < s.stores.count; ++k) {
      const auto& x = plan_.stores[s.stores.first + k];
      written += x.kind != store_kind::rim;
      if (x.kind == store_kind::output) {
        join(writes, names_.label(x.index));
      } else if (after.has_name(x.node)) {
        join(writes, after.formula(x.node));
      } else {
        const auto called = x.kind == store_kind::memory ? next("t", temporaries_) : next("r", rims_);
        join(writes, called + " = " + names_.formula(x.node));
        after.call(x.node, called);
      }
    }
    return written;
  }
  std::string panels(const sweep_group& g) const {
    if (g.apart == 0) return {};
    const auto apart = static_cast<unsigned>(g.apart), gathered = named_.program.table[g.domain].present() & ~apart;
    if (gathered == 0b10) return "rows";
    if (gathered == 0b01) return "columns";
    return (std::popcount(apart) == 1 ? "axis " : "axes ") + axis_list(apart);
  }
  /// The tensor whose entries they are, or their extents.
  std::string domain_text(const sweep_group& g) {
    const auto& table = named_.program.table;
    for (int t = 0; t < named_.program.tensor_count; ++t)
      if (table[t] == table[g.domain]) return names_.tensor(t);
    return extents_.text(table[g.domain]);
  }

  const named_plan& named_;
  const plan_view& plan_;
  named_program names_;
  named_extents extents_;
  aligned_rows rows_;
  int passes_ = 0, sums_ = 0, rims_ = 0, temporaries_ = 0;
};

}  // namespace regula::dsl
