// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regula/models/summary.hpp>
#include <unordered_set>

namespace regula::models {
namespace {

/// The shapes of the outputs of each step, a batch of -1; empty for a model that is not built.
std::vector<shapes> step_shapes(const graph& g) {
  std::vector<shapes> made;
  if (!g.built()) return made;
  for (const auto& s : g.steps()) {
    shapes given;
    for (const auto& from : s.inputs)
      given.push_back(from.step < 0 ? g.build_shapes()[from.output]
                                    : made[static_cast<std::size_t>(from.step)][from.output]);
    made.push_back(s.made_by->output_shapes(given));
  }
  return made;
}

struct layer_totals {
  std::ptrdiff_t parameters = 0, trainable = 0;
  double penalty = 0.0;
  std::string formulas;
};
/// Parameters and penalties of a layer with all inside it.
layer_totals totals_of(layers::layer& l) {
  layer_totals t;
  l.visit_weights([&](layers::layer&, layers::weight& w, bool frozen) {
    if (w.built) t.parameters += w.value.size(), t.trainable += frozen ? 0 : w.value.size();
  });
  for (const auto& term : l.loss_terms()) t.penalty += term.value;
  const auto add = [&](const std::string& of, const std::string& formula) {
    if (!formula.empty()) t.formulas += (t.formulas.empty() ? "" : "; ") + of + ": " + formula;
  };
  for (const auto& w : l.weights()) add(w.name, l.weight_text(w));
  add("activity", l.activity_text());
  return t;
}

/// Columns that are as wide as their widest cell.
std::string text_table(const std::vector<std::vector<std::string>>& rows, std::size_t numbers_from) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], row[k].size());
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t k = 0; k < row.size(); ++k) {
      const bool right = k >= numbers_from && k + 1 < row.size();
      line += right ? fmt::format("{:>{}}  ", row[k], widths[k]) : fmt::format("{:<{}}  ", row[k], widths[k]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
    if (&row == &rows.front()) {
      std::size_t whole = 0;
      for (const auto w : widths) whole += w + 2;
      text += std::string(std::min<std::size_t>(whole - 2, 120), '-') + "\n";
    }
  }
  return text;
}

/// Lines of at most 40 characters, broken at spaces.
std::string wrapped(const std::string& text) {
  std::string lines;
  std::size_t length = 0;
  for (std::size_t from = 0; from < text.size();) {
    const auto to = std::min(text.find(' ', from), text.size());
    if (length > 0 && length + 1 + to - from > 40) lines += '\n', length = 0;
    if (length > 0) lines += ' ', ++length;
    lines += text.substr(from, to - from);
    length += to - from;
    from = to + 1;
  }
  return lines;
}

std::string penalty_text(double v) { return std::isfinite(v) ? fmt::format("{:.6g}", v) : number_text(v); }

}  // namespace

std::string summary(const Model& m) {
  std::vector<std::vector<std::string>> rows{{"layer", "class", "output", "parameters", "penalty", "regularizers"}};
  const auto made = step_shapes(*m);
  std::unordered_set<const layers::layer*> seen;
  layer_totals all;
  for (std::size_t k = 0; k < m->steps().size(); ++k) {
    auto& l = *m->steps()[k].made_by;
    const bool again = !seen.insert(&l).second;
    std::string outputs;
    if (!made.empty())
      for (const auto& s : made[k]) outputs += (outputs.empty() ? "" : " ") + shape_text(s);
    const auto t = again ? layer_totals{} : totals_of(l);
    rows.push_back({l.name() + (again ? " (again)" : ""), l.class_name(), made.empty() ? "not built" : outputs,
                    std::to_string(t.parameters), penalty_text(t.penalty), t.formulas});
  }
  m->visit_weights([&](layers::layer&, layers::weight& w, bool frozen) {
    if (w.built) all.parameters += w.value.size(), all.trainable += frozen ? 0 : w.value.size();
  });
  return "Model \"" + m->name() + "\" (" + m->class_name() + ")\n" + text_table(rows, 3) +
         fmt::format("parameters: {} ({} trainable); penalty: {}\n", all.parameters, all.trainable,
                     penalty_text(m.penalty()));
}

std::string to_dot(const Model& m) {
  const auto quoted = [](const std::string& s) {
    std::string q;
    for (const char c : s) {
      if (c == '"' || c == '\\') q += '\\';
      q += c == '\n' ? std::string{"\\n"} : std::string(1, c);
    }
    return q;
  };
  const auto made = step_shapes(*m);
  std::string text =
      "digraph \"" + quoted(m->name()) +
      "\" {\n  node [shape=box, style=\"filled,rounded\", fillcolor=\"#f4f4f4\", fontname=\"Helvetica\"];\n";
  for (std::size_t k = 0; k < m->input_count(); ++k) {
    const auto& in = m->inputs()[k];
    const auto shape = m->built() ? shape_text(m->build_shapes()[k]) : in ? shape_text(in->batch_shape()) : "";
    text += fmt::format("  input{} [label=\"{}\\n{}\", fillcolor=\"#e3f1e3\"];\n", k, in ? quoted(in->name()) : "input",
                        shape);
  }
  for (std::size_t k = 0; k < m->steps().size(); ++k) {
    const auto& s = m->steps()[k];
    const auto totals = totals_of(*s.made_by);
    // Blue has weights; a thick red rim has a penalty.
    text += fmt::format("  step{} [label=\"{}: {}{}{}{}\"{}{}];\n", k, quoted(s.made_by->name()),
                        s.made_by->class_name(), made.empty() ? "" : "\\n" + shape_text(made[k][0]),
                        totals.parameters == 0 ? "" : fmt::format("\\n{} parameters", totals.parameters),
                        totals.formulas.empty() ? "" : "\\n" + quoted(wrapped(totals.formulas)),
                        s.made_by->weights().empty() && totals.parameters == 0 ? "" : ", fillcolor=\"#dbe8f7\"",
                        totals.formulas.empty() ? "" : ", color=\"#d62728\", penwidth=2");
    for (const auto& from : s.inputs)
      text += from.step < 0 ? fmt::format("  input{} -> step{};\n", from.output, k)
                            : fmt::format("  step{} -> step{};\n", from.step, k);
  }
  return text + "}\n";
}

}  // namespace regula::models
