// SPDX-License-Identifier: MIT
/// The sweeps of a plan as plain loops: one after the other over all entries, or over all rims. Sums are double.
#pragma once
#include <dsl/emit/c_places.hpp>
#include <dsl/run/traced_sweep.hpp>

namespace regula::dsl {

class c_sweep {
public:
  c_sweep(c_function& f, int k)
      : f_(f), s_(f.plan.sweeps[k]), group_(f.plan.groups[s_.group]), places_(f, shape_of(f, s_, group_)) {}

  std::string text() {
    std::string before, code = body(), after;
    for (int r = 0; r < s_.sums.count; ++r) {
      const auto& a = f_.plan.accumulations[s_.sums.first + r];
      before += "  s" + number(a.node) + " = " + start(a.what) + ";\n";
      if (a.what == atom_id::norm2) after += "  s" + number(a.node) + " = sqrt(s" + number(a.node) + ");\n";
    }
    for (int r = 0; r < s_.folds.count; ++r) {
      const auto& a = f_.plan.accumulations[s_.folds.first + r];
      const std::string q = "[q]", i = number(a.node);
      before +=
          "  for (ptrdiff_t q = 0; q < size_" + number(s_.group) + "; ++q) d" + i + q + " = " + start(a.what) + ";\n";
      after += "  for (ptrdiff_t q = 0; q < size_" + number(s_.group) + "; ++q) r" + i + q + " = (" +
               std::string{f_.type()} + ")" + (a.what == atom_id::norm2 ? "sqrt(d" + i + q + ")" : "d" + i + q) + ";\n";
    }
    if (f_.flat)
      return before + "  for (size_t i = 0; i < n" + number(group_.domain) + "; ++i) {\n" + code + "  }\n" + after;
    return before + places_.open() + code + places_.close() + after;
  }

private:
  static std::string number(int i) { return std::to_string(i); }
  static shape shape_of(const c_function& f, const sweep& s, const sweep_group& g) {
    const auto all = f.p.shape_at(g.domain);
    return s.on_rim() ? all.without(all_axes & ~static_cast<unsigned>(g.apart)) : all;
  }
  static std::string start(int what) {
    return adds_up(what) ? "0" : what == atom_id::highest ? "-(double)INFINITY" : "(double)INFINITY";
  }
  std::string input(int i) {
    if (i >= s_.loads.count) return f_.as_entry(f_.plan.nodes[s_.scalars.first + i - s_.loads.count]);
    const auto& x = f_.plan.loads[s_.loads.first + i];
    if (x.from == source::pattern) return places_.in_pattern(pattern::from_bits(f_.p[x.node].bits));
    if (x.from == source::rim) return "r" + number(x.node) + "[" + places_.on_rim(group_.apart) + "]";
    return f_.flat ? "w" + number(f_.p[x.node].slot()) + "[i]" : places_.loaded(x.node);
  }
  std::string body() {
    step_list steps;
    const auto at = traced_sweep(f_.plan, s_, f_.atoms, steps);
    c_statements code(
        steps, {f_.doubles}, [this](int i) { return input(i); }, f_.used, "    ");
    std::vector<int> roots;
    const auto root = [&](int from) {
      roots.push_back(tracing::step_of(steps, at[static_cast<std::size_t>(from)]));
      return roots.back();
    };
    std::string end;
    const auto gather = [&](const accumulation& a, const std::string& to) {
      const auto x = "(double)" + code.name(root(a.from));
      end += "    " +
             (adds_up(a.what) ? to + " += " + x + (a.what == atom_id::norm2 ? " * " + x : "")
                              : "if (" + x + (a.what == atom_id::highest ? " > " : " < ") + to + " || " + x +
                                    " != " + x + ") " + to + " = " + x) +
             ";\n";
    };
    for (int r = 0; r < s_.sums.count; ++r) {
      const auto& a = f_.plan.accumulations[s_.sums.first + r];
      gather(a, "s" + number(a.node));
    }
    for (int r = 0; r < s_.folds.count; ++r) {
      const auto& a = f_.plan.accumulations[s_.folds.first + r];
      gather(a, "d" + number(a.node) + "[" + places_.on_rim(group_.apart) + "]");
    }
    for (int t = 0; t < s_.stores.count; ++t) {
      const auto& x = f_.plan.stores[s_.stores.first + t];
      end += "    " + stored(x) + " = " + code.name(root(x.from)) + ";\n";
    }
    return code.text_for(roots) + end;
  }
  std::string stored(const store& x) {
    if (x.kind == store_kind::rim) return "r" + number(x.index) + "[" + places_.on_rim(group_.apart) + "]";
    if (x.kind == store_kind::memory) return places_.temporary(x.index);
    const auto& o = f_.p.outputs[x.index];
    return f_.flat ? "g" + number(o.index) + "[i]" : places_.output(o);
  }

  c_function& f_;
  const sweep& s_;
  const sweep_group& group_;
  c_places places_;
};

}  // namespace regula::dsl
