// SPDX-License-Identifier: MIT
/// What a sweep over whole tensors does with one vector, as C functions; also out of line, and as one of four vectors whose
/// sums of logarithms share a logarithm, as in dsl/kernel/logarithms.hpp.
#pragma once
#include <dsl/emit/c_statements.hpp>
#include <dsl/emit/vector_target.hpp>
#include <dsl/plan/accumulators.hpp>
#include <dsl/run/sums.hpp>
#include <dsl/run/traced_sweep.hpp>

namespace regula::dsl {

class vector_step {
protected:
  vector_step(const plan_view& plan, int k, const trace_set& atoms, const vector_target& target, bool adds)
      : plan_(plan), s_(plan.sweeps[k]), target_(target), adds_(adds) {
    for (const auto& x : traced_sweep(plan, s_, atoms, steps_)) registers_.push_back(tracing::step_of(steps_, x));
  }

  std::string functions(const std::string& name) const {
    return "\nIN void step_of_" + name + "(" + parameters() + ") {\n" + body() + "}\n" + one(name) +
           (multiplies() ? factors(name) : "");
  }
  const accumulation& sum(int r) const { return plan_.accumulations[s_.sums.first + r]; }
  const store& to(int t) const { return plan_.stores[s_.stores.first + t]; }
  static std::string number(int i) { return std::to_string(i); }
  template <class F> static std::string each(int n, F f, const char* between = "") {
    std::string text;
    for (int i = 0; i < n; ++i) text += (i > 0 ? between : "") + f(i);
    return text;
  }
  std::string start(int r) const { return c_literal_of_start(start_of(sum(r).what)); }
  static std::string c_literal_of_start(double x) {
    return x == 0.0 ? "0" : x > 0 ? "(S)__builtin_inff()" : "(S)-__builtin_inff()";
  }
  bool adds(int t) const { return adds_ && to(t).kind == store_kind::output; }
  bool multiplies(int r) const { return target_.fuses && adds_logarithms(plan_, s_, sum(r)); }
  bool multiplies() const { return target_.fuses && adds_logarithms(plan_, s_); }
  /// What the logarithm of the product of sum r is multiplied by: "", or "... * ".
  std::string weight_of(int r) const { return logarithm_of(r).weight; }

  const plan_view& plan_;
  const sweep& s_;

private:
  /// The step once, out of line.
  std::string one(const std::string& name) const {
    return "OUT void one_of_" + name + "(" + parameters() + ") {\n  step_of_" + name + "(" +
           each(s_.loads.count, [](int x) { return "x" + number(x) + ", "; }) +
           each(s_.stores.count, [](int y) { return "y" + number(y) + ", "; }) +
           each(s_.scalars.count, [](int c) { return "c" + number(c) + ", "; }) +
           each(s_.sums.count, [](int r) { return "a" + number(r) + ", "; }) + "past_caches, calls);\n}\n";
  }
  /// What is added up by factors: weight times a logarithm, of 1 + factor it may be, and a summand beside it, or -1.
  /// weighted: the step with the weight; weight: as C, "" for 1.
  struct logarithm {
    int summand, weighted, factor;
    bool plus_one;
    std::string weight;
  };
  logarithm logarithm_of(int r) const {
    const auto& all = steps_.steps();
    const auto at = [&](int i) -> const step_list::step& { return all[static_cast<std::size_t>(i)]; };
    const int root = registers_[static_cast<std::size_t>(sum(r).from)];
    const bool beside = at(root).what == traced_step::add;
    const int weighted = beside ? at(root).operands[1] : root;
    const bool weighs = at(weighted).what == traced_step::multiply;
    const int log = weighs ? at(weighted).operands[1] : weighted;
    const c_dialect words{target_.doubles, true};
    return {beside ? at(root).operands[0] : -1, weighted, at(log).operands[0], at(log).what == traced_step::log1p,
            weighs ? words.literal(std::bit_cast<double>(at(at(weighted).operands[0]).bits)) + " * " : ""};
  }
  std::string inputs() const {
    return each(s_.loads.count, [](int i) { return "const S* x" + number(i) + ", "; }) +
           each(s_.scalars.count, [](int c) { return "V c" + number(c) + ", "; });
  }
  std::string parameters() const {
    return each(s_.loads.count, [](int i) { return "const S* x" + number(i) + ", "; }) +
           each(s_.stores.count, [](int t) { return "S* y" + number(t) + ", "; }) +
           each(s_.scalars.count, [](int c) { return "V c" + number(c) + ", "; }) +
           each(s_.sums.count, [](int r) { return "V* a" + number(r) + ", "; }) +
           "int past_caches, const struct calls* calls";
  }
  /// factors: sums of logarithms multiply them into l0, l1..., as of the k-th of four vectors.
  std::string body(bool factors = false) const {
    std::set<traced_step> used;
    const int loads = s_.loads.count;
    c_statements code(
        steps_, {target_.doubles, true},
        [&](int i) { return i < loads ? "entries(x" + number(i) + ")" : "c" + number(i - loads); }, used, "  ");
    std::vector<int> roots;
    const auto of = [&](int from) { return registers_[static_cast<std::size_t>(from)]; };
    for (int r = 0; r < s_.sums.count; ++r) {
      if (!factors || !multiplies(r)) {
        roots.push_back(of(sum(r).from));
        continue;
      }
      const auto x = logarithm_of(r);
      if (x.summand >= 0) roots.push_back(x.summand);
      roots.push_back(x.factor);
    }
    for (int t = 0; t < s_.stores.count; ++t) roots.push_back(of(to(t).from));
    std::string text = code.text_for(roots);
    for (int r = 0; r < s_.sums.count; ++r) {
      const auto a = "*a" + number(r), l = "*l" + number(r);
      if (factors && multiplies(r)) {
        const auto y = logarithm_of(r);
        const auto u = (y.plus_one ? "one_plus(" : "exactly(") + code.name(y.factor) + ")";
        if (y.summand >= 0) text += "  " + a + " = " + a + " + " + code.name(y.summand) + ";\n";
        text += "  " + l + " = k == 0 ? begun(" + u + ") : multiplied(" + l + ", " + u + ");\n";
        continue;
      }
      const auto x = code.name(of(sum(r).from));
      text += "  " + a + " = " +
              (sum(r).what == atom_id::norm2     ? a + " + " + x + " * " + x
               : sum(r).what == atom_id::highest ? "v_max(" + a + ", " + x + ")"
               : sum(r).what == atom_id::lowest  ? "v_min(" + a + ", " + x + ")"
                                                 : a + " + " + x) +
              ";\n";
    }
    for (int t = 0; t < s_.stores.count; ++t) {
      const auto x = code.name(of(to(t).from)), y = "y" + number(t);
      text += adds(t) ? "  keep(" + y + ", load(" + y + ") + " + x + ");\n"
                      : "  if (past_caches) stream(" + y + ", " + x + "); else keep(" + y + ", " + x + ");\n";
    }
    return text + "  (void)past_caches, (void)calls;\n";
  }
  /// Four vectors with one logarithm for the sums of logarithms; and these singly, where a product would leave its range.
  std::string factors(const std::string& name) const {
    std::string text = "IN void factors_of_" + name + "(const int k, ", each_of;
    for (int r = 0; r < s_.sums.count; ++r) {
      if (!multiplies(r)) continue;
      text += "log_product* l" + number(r) + ", ";
      std::set<traced_step> used;
      const int loads = s_.loads.count, log = logarithm_of(r).weighted;
      c_statements code(
          steps_, {target_.doubles, true},
          [&](int i) { return i < loads ? "entries(x" + number(i) + " + i)" : "c" + number(i - loads); }, used, "    ");
      each_of += "OUT V each_" + number(r) + "_of_" + name + "(V a, " + inputs() +
                 "const struct calls* calls) {\n  for (long i = 0; i < 4 * WIDTH; i += WIDTH) {\n" +
                 code.text_for({log}) + "    a = a + " + code.name(log) + ";\n  }\n  (void)calls;\n  return a;\n}\n";
    }
    return text + parameters() + ") {\n" + body(true) + "}\n" + each_of;
  }

  const vector_target target_;
  const bool adds_;
  step_list steps_;
  std::vector<int> registers_;
};

}  // namespace regula::dsl
