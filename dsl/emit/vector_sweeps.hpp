// SPDX-License-Identifier: MIT
/// Sweeps over whole tensors as C functions on vectors, of at most one block of entries each. The sums have the shape of
/// dsl/kernel/flat_kernel.hpp: as many vectors in flight, joined in its order.
#pragma once
#include <dsl/emit/vector_step.hpp>

namespace regula::dsl {

/// Sweep k of a flat plan. Its function:
///   void NAME(const S* const* in, S* const* out, const S* numbers, double* sums, long n, int past_caches, calls)
class vector_sweep : vector_step {
public:
  vector_sweep(const plan_view& plan, int k, const trace_set& atoms, const vector_target& target, bool adds)
      : vector_step(plan, k, atoms, target, adds) {}

  std::string text(const std::string& name) const {
    return functions(name) + "void " + name +
           "(const S* const* in, S* const* out, const S* numbers, double* sums, long n, int past_caches,\n"
           "    const struct calls* calls) {\n" +
           loops(name) + "}\n";
  }

private:
  /// Eight vectors at a time, then four: the sums of logarithms have one logarithm each.
  std::string by_factors(const std::string& name) const {
    std::string text;
    for (const int halves : {2, 1}) {
      const std::string length = number(4 * halves) + " * WIDTH";
      text += "  for (; i + " + length + " <= n; i += " + length + ") {\n";
      for (int h = 0; h < halves; ++h) text += multiplied(name, h);
      for (int r = 0; r < s_.sums.count; ++r) {
        if (!multiplies(r)) continue;
        const auto l = "l" + number(r);
        if (halves == 1) {
          text += added(name, r, 0);
          continue;
        }
        const auto a = "a" + number(r) + "_0";
        text += "    if (__builtin_expect(both_in_range(" + l + "_0, " + l + "_1), 1)) {\n      " + a + " = " + a +
                " + " + weight_of(r) + "log_inside(multiplied(" + l + "_0, " + l +
                "_1.product).product);\n    } else {\n" + added(name, r, 0) + added(name, r, 1) + "    }\n";
      }
      text += "  }\n";
    }
    return text;
  }
  /// The products of four vectors, the h-th four.
  std::string multiplied(const std::string& name, int h) const {
    std::string text, products;
    for (int r = 0; r < s_.sums.count; ++r)
      if (multiplies(r)) {
        const auto l = "l" + number(r) + "_" + number(h);
        text += "    log_product " + l + ";\n", products += "&" + l + ", ";
      }
    for (int k = 0; k < 4; ++k)
      text += "    " + step("factors_of_" + name, 4 * h + k, k % sums_in_flight(s_.cost), number(k) + ", " + products);
    return text;
  }
  /// Their logarithm, or one of each.
  std::string added(const std::string& name, int r, int h) const {
    const auto a = "a" + number(r) + "_0", l = "l" + number(r) + "_" + number(h);
    const std::string i = std::string{" + i"} + (h == 0 ? "" : " + 4 * WIDTH") + ", ";
    return "    " + a + " = __builtin_expect(in_range(" + l + "), 1) ? " + a + " + " + weight_of(r) + "log_inside(" +
           l + ".product) : each_" + number(r) + "_of_" + name + "(" + a + ", " +
           each(s_.loads.count, [&](int x) { return "x" + number(x) + i; }) +
           each(s_.scalars.count, [](int c) { return "c" + number(c) + ", "; }) + "calls);\n";
  }

  /// The call of one vector, `by` vectors behind i; sums go to part k, those of logarithms to the first where they have
  /// `products`.
  std::string step(const std::string& function, int by, int k, const std::string& products = "") const {
    const std::string i = by == 0 ? " + i" : " + i + " + number(by) + " * WIDTH";
    return function + "(" + products + each(s_.loads.count, [&](int x) { return "x" + number(x) + i + ", "; }) +
           each(s_.stores.count, [&](int y) { return "y" + number(y) + i + ", "; }) +
           each(s_.scalars.count, [](int c) { return "c" + number(c) + ", "; }) +
           each(s_.sums.count,
                [&](int r) {
                  return "&a" + number(r) + "_" + number(!products.empty() && multiplies(r) ? 0 : k) + ", ";
                }) +
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
    if (multiplies()) text += by_factors(name);
    if (parts > 1) {
      text += "  for (; i + " + number(parts) + " * WIDTH <= n; i += " + number(parts) + " * WIDTH) {\n";
      text += each(parts, [&](int k) { return "    " + step("step_of_" + name, k, k); }) + "  }\n";
    }
    text += "  for (; i + WIDTH <= n; i += WIDTH) " + (parts > 1 ? one_more(name) : step("step_of_" + name, 0, 0));
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
};

}  // namespace regula::dsl
