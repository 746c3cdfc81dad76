// SPDX-License-Identifier: MIT
/// What the printer of plans needs: parts of a program under names of their own, and columns of text.
#pragma once
#include <dsl/plan/program.hpp>
#include <dsl/reading/rebuild.hpp>
#include <dsl/text/plain.hpp>

namespace regula::dsl {

inline constexpr int cost_of_exp = exp_atom::cost;

/// Whether an entry costs an exp, log, sine, or a general power.
inline bool is_transcendental(const formula_view& program, const node& n) {
  const auto r = rational::from_bits(n.bits);
  return n.what == atom_id::pow ? r.q != 1 && r.q != 2 && r.q != 4 : program.atom(n.what).facts.cost >= cost_of_exp;
}

/// Rows of cells below each other; an empty cell is a dash.
class aligned_rows {
public:
  void add(std::vector<std::string> row) {
    for (auto& cell : row)
      if (cell.empty()) cell = "-";
    widths_.resize(std::max(widths_.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) widths_[c] = std::max(widths_[c], row[c].size());
    rows_.push_back(std::move(row));
  }
  std::string text() const {
    std::string out;
    for (const auto& row : rows_) {
      for (std::size_t c = 0; c < row.size(); ++c) {
        out += row[c];
        if (c + 1 < row.size()) out.append(widths_[c] - row[c].size() + 2, ' ');
      }
      out += '\n';
    }
    return out;
  }

private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

/// A program of which more and more nodes have names: s1, s2...
class named_program {
public:
  named_program(const formula_view& program, const output* outputs, bool flat)
      : program_(program), outputs_(outputs), nodes_(program.nodes, program.nodes + program.size), flat_(flat) {
    int count = 0;
    for (const auto& n : nodes_) count = n.what == coefficient_node ? std::max(count, n.slot() + 1) : count;
    names_.assign(program.coefficients, program.coefficients + count);
  }
  std::string tensor(int t) const { return std::string{program_.tensors[t]}; }
  std::string label(int o) const {
    return outputs_[o].kind == output_kind::tensor ? "dP/d" + tensor(outputs_[o].index) : "P";
  }
  /// "dP/dW = l1 * sign(W)".
  std::string equation(int o) const { return label(o) + " = " + formula(outputs_[o].node); }
  /// Node i in formula text, what has a name below it under its name.
  std::string formula(int i) const {
    auto f = program_;
    f.nodes = nodes_.data();
    f.size = i + 1;
    const auto graph = flat_ ? as_it_is(f) : for_reading(f, false);
    const auto shown_nodes =
        flat_ ? presenter{graph.nodes.data(), static_cast<int>(graph.nodes.size()), false, graph.table}.run()
              : present(graph, false);
    f.nodes = shown_nodes.data();
    f.size = static_cast<int>(shown_nodes.size());
    f.table = graph.table.data();
    f.shape_count = static_cast<int>(graph.table.size());
    f.coefficients = names_.data();
    return plain_text(f, shown::names);
  }
  /// From now on node i is called by this name.
  void call(int i, const std::string& name) {
    coefficient_name given{};
    name.copy(given.automatic, sizeof given.automatic - 1);
    const auto domain = nodes_[static_cast<std::size_t>(i)].domain;
    nodes_[static_cast<std::size_t>(i)] = coefficient_of(static_cast<int>(names_.size()), true);
    nodes_[static_cast<std::size_t>(i)].domain = domain;
    names_.push_back(given);
  }
  bool has_name(int i) const {
    return nodes_[static_cast<std::size_t>(i)].what == coefficient_node && program_.nodes[i].what != coefficient_node;
  }

private:
  formula_view program_;
  const output* outputs_;
  std::vector<node> nodes_;
  std::vector<coefficient_name> names_;
  bool flat_;  // its nodes are shown in the program's own order
};

}  // namespace regula::dsl
