// SPDX-License-Identifier: MIT
/// Sweeps over whole tensors as C functions on vectors, of at most one block of entries each. The sums have the shape of
/// dsl/kernel/flat_kernel.hpp: as many vectors in flight, joined in its order.
#pragma once
#include <dsl/emit/c_statements.hpp>
#include <dsl/emit/vector_series.hpp>
#include <dsl/emit/vector_words.hpp>
#include <dsl/plan/accumulators.hpp>
#include <dsl/run/operate.hpp>
#include <dsl/run/traced_sweep.hpp>

namespace regula::dsl {

/// What a target's vectors are.
struct vector_target {
  bool doubles = false, mask_registers = false;
  int bytes = 16;
};
inline std::string vector_prelude(const vector_target& t) {
  std::string text = "#define WIDE " + std::to_string(t.doubles ? 1 : 0) + "\n#define BYTES " +
                     std::to_string(t.bytes) + "\n#define REGISTERS " + std::to_string(t.mask_registers ? 1 : 0);
  return text.append(vector_types).append(vector_simple_words).append(vector_series);
}

/// Sweep k of a flat plan. Its function:
///   void NAME(const S* const* in, S* const* out, const S* numbers, double* sums, long n, int past_caches, calls)
class vector_sweep {
public:
  vector_sweep(const plan_view& plan, int k, const trace_set& atoms, const vector_target& target, bool adds)
      : plan_(plan), s_(plan.sweeps[k]), target_(target), adds_(adds) {
    for (const auto& x : traced_sweep(plan, s_, atoms, steps_)) registers_.push_back(tracing::step_of(steps_, x));
  }

  std::string text(const std::string& name) const {
    return "\nIN void step_of_" + name + "(" + parameters() + ") {\n" + body() + "}\n" + one(name) + "void " + name +
           "(const S* const* in, S* const* out, const S* numbers, double* sums, long n, int past_caches,\n"
           "    const struct calls* calls) {\n" +
           loops(name) + "}\n";
  }

private:
  /// The step once, out of line.
  std::string one(const std::string& name) const {
    return "OUT void one_of_" + name + "(" + parameters() + ") {\n  step_of_" + name + "(" +
           each(s_.loads.count, [](int x) { return "x" + number(x) + ", "; }) +
           each(s_.stores.count, [](int y) { return "y" + number(y) + ", "; }) +
           each(s_.scalars.count, [](int c) { return "c" + number(c) + ", "; }) +
           each(s_.sums.count, [](int r) { return "a" + number(r) + ", "; }) + "past_caches, calls);\n}\n";
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
  std::string parameters() const {
    return each(s_.loads.count, [](int i) { return "const S* x" + number(i) + ", "; }) +
           each(s_.stores.count, [](int t) { return "S* y" + number(t) + ", "; }) +
           each(s_.scalars.count, [](int c) { return "V c" + number(c) + ", "; }) +
           each(s_.sums.count, [](int r) { return "V* a" + number(r) + ", "; }) +
           "int past_caches, const struct calls* calls";
  }
  std::string body() const {
    std::set<traced_step> used;
    const int loads = s_.loads.count;
    c_statements code(
        steps_, {target_.doubles, true},
        [&](int i) { return i < loads ? "entries(x" + number(i) + ")" : "c" + number(i - loads); }, used, "  ");
    std::vector<int> roots;
    const auto of = [&](int from) { return registers_[static_cast<std::size_t>(from)]; };
    for (int r = 0; r < s_.sums.count; ++r) roots.push_back(of(sum(r).from));
    for (int t = 0; t < s_.stores.count; ++t) roots.push_back(of(to(t).from));
    std::string text = code.text_for(roots);
    for (int r = 0; r < s_.sums.count; ++r) {
      const auto x = code.name(of(sum(r).from)), a = "*a" + number(r);
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
  bool adds(int t) const { return adds_ && to(t).kind == store_kind::output; }

  /// The call of one vector, `by` vectors behind i; sums go to part k.
  std::string step(const std::string& name, int by, int k) const {
    const std::string i = by == 0 ? " + i" : " + i + " + number(by) + " * WIDTH";
    return "step_of_" + name + "(" + each(s_.loads.count, [&](int x) { return "x" + number(x) + i + ", "; }) +
           each(s_.stores.count, [&](int y) { return "y" + number(y) + i + ", "; }) +
           each(s_.scalars.count, [](int c) { return "c" + number(c) + ", "; }) +
           each(s_.sums.count, [&](int r) { return "&a" + number(r) + "_" + number(k) + ", "; }) +
           "past_caches, calls);\n";
  }
  std::string joined(int r, int k, const std::string& with) const {
    const auto a = "a" + number(r) + "_" + number(k);
    return "  " + a + " = " +
           (adds_up(sum(r).what) ? a + " + " + with
                                 : (sum(r).what == atom_id::highest ? "v_max(" : "v_min(") + a + ", " + with + ")") +
           ";\n";
  }
  std::string last_arguments(const char* past_caches) const {
    return each(s_.scalars.count, [](int c) { return "c" + number(c) + ", "; }) +
           each(s_.sums.count, [](int r) { return "&last" + number(r) + ", "; }) + past_caches + ", calls);\n";
  }
  /// The step out of line, beside a loop that has it in line.
  std::string one_more(const std::string& name) const {
    std::string text = "{\n";
    for (int r = 0; r < s_.sums.count; ++r) text += "    V last" + number(r) + " = a" + number(r) + "_0;\n";
    text += "    one_of_" + name + "(" + each(s_.loads.count, [](int x) { return "x" + number(x) + " + i, "; }) +
            each(s_.stores.count, [](int y) { return "y" + number(y) + " + i, "; }) + last_arguments("past_caches");
    for (int r = 0; r < s_.sums.count; ++r) text += "    a" + number(r) + "_0 = last" + number(r) + ";\n";
    return text + "  }\n";
  }
  std::string loops(const std::string& name) const {
    const int parts = sums_in_flight(s_.cost);
    std::string text;
    text +=
        each(s_.loads.count, [](int i) { return "  const S* const x" + number(i) + " = in[" + number(i) + "];\n"; });
    text += each(s_.stores.count, [](int t) { return "  S* const y" + number(t) + " = out[" + number(t) + "];\n"; });
    text += each(s_.scalars.count,
                 [](int c) { return "  const V c" + number(c) + " = all(numbers[" + number(c) + "]);\n"; });
    for (int r = 0; r < s_.sums.count; ++r)
      text += "  V " +
              each(
                  parts, [&](int k) { return "a" + number(r) + "_" + number(k) + " = all(" + start(r) + ")"; }, ", ") +
              ";\n";
    text += "  long i = 0;\n";
    if (parts > 1) {
      text += "  for (; i + " + number(parts) + " * WIDTH <= n; i += " + number(parts) + " * WIDTH) {\n";
      text += each(parts, [&](int k) { return "    " + step(name, k, k); }) + "  }\n";
    }
    text += "  for (; i + WIDTH <= n; i += WIDTH) " + (parts > 1 ? one_more(name) : step(name, 0, 0));
    text += "  if (i < n) {\n" + edge(name) + "  }\n";
    for (int r = 0; r < s_.sums.count; ++r) {
      const auto part = [&](int k) { return "a" + number(r) + "_" + number(k); };
      if (parts > 2) text += joined(r, 0, part(2)) + joined(r, 1, part(3));
      if (parts > 1) text += joined(r, 0, part(1));
      text += "  sums[" + number(r) + "] = " +
              (adds_up(sum(r).what)              ? "total"
               : sum(r).what == atom_id::highest ? "highest"
                                                 : "lowest") +
              "(a" + number(r) + "_0);\n";
    }
    return text + "  (void)in, (void)out, (void)numbers, (void)sums;\n";
  }
  /// The last entries, as a vector of copies with ones behind them.
  std::string edge(const std::string& name) const {
    std::string text = "    const long m = n - i;\n";
    const auto copies = [&](char of, int i, bool copied) {
      const auto x = std::string{of} + number(i);
      return "    S copy_" + x + "[BYTES / sizeof(S)];\n" +
             (copied ? "    copy_first(copy_" + x + ", " + x + " + i, m);\n" : "");
    };
    text += each(s_.loads.count, [&](int i) { return copies('x', i, true); });
    text += each(s_.stores.count, [&](int t) { return copies('y', t, adds(t)); });
    text += each(s_.sums.count, [&](int r) { return "    V last" + number(r) + " = all(" + start(r) + ");\n"; });
    text += "    one_of_" + name + "(" + each(s_.loads.count, [](int i) { return "copy_x" + number(i) + ", "; }) +
            each(s_.stores.count, [](int t) { return "copy_y" + number(t) + ", "; }) + last_arguments("0");
    for (int r = 0; r < s_.sums.count; ++r)
      text += "  " + joined(r, 0, "first_of(last" + number(r) + ", m, " + start(r) + ")");
    return text + each(s_.stores.count,
                       [](int t) { return "    put_first(y" + number(t) + " + i, copy_y" + number(t) + ", m);\n"; });
  }

  const plan_view& plan_;
  const sweep& s_;
  const vector_target target_;
  const bool adds_;
  step_list steps_;
  std::vector<int> registers_;
};

}  // namespace regula::dsl
