// SPDX-License-Identifier: MIT
/// The scalars of a program, and the names of what a standalone function takes, in C99.
#pragma once
#include <dsl/emit/c_statements.hpp>
#include <dsl/plan/flat.hpp>
#include <dsl/run/operate.hpp>
#include <dsl/run/trace.hpp>

namespace regula::dsl {

/// What the parts of a standalone function share: the program, and which functions and extents it came to use.
struct c_function {
  program_view p;
  plan_view plan;
  trace_set atoms;
  bool doubles = false, flat = false;
  std::set<traced_step> used{}, used_of_doubles{};
  std::set<std::int16_t> extents{};

  std::string_view type() const { return doubles ? "double" : "float"; }
  static std::string number(int i) { return std::to_string(i); }
  /// The local variable of an extent.
  std::string extent(std::int16_t e) {
    if (e == unit_extent) return "1";
    extents.insert(e);
    return "n" + number((e - 1) / max_axes) + "_" + number((e - 1) % max_axes);
  }
  /// How many entries a shape has.
  std::string entries(std::int16_t domain) {
    if (domain == scalar_domain) return "1";
    if (flat) return "(double)n" + number(domain);
    std::string text = "(double)1";
    for (const auto e : p.shape_at(domain).axes)
      if (e != unit_extent) text += " * (double)" + extent(e);
    return text;
  }
  /// A number of the sweep, as an entry. One over a subnormal norm of floats may be no float.
  std::string as_entry(int scalar) const {
    const auto s = "s" + number(scalar);
    if (doubles) return s;
    return "(float)" + (divides_by_norm(p.nodes, scalar)
                            ? "(" + s + " > FLT_MAX ? FLT_MAX : " + s + " < -FLT_MAX ? -FLT_MAX : " + s + ")"
                            : s);
  }
  /// The statement that makes scalar i known.
  std::string scalar(int i) {
    const node& n = p[i];
    const auto begin = "  s" + number(i) + " = ";
    if (n.what == constant_node) return begin + c_literal(n.number(), true) + ";\n";
    if (n.what == coefficient_node) return begin + "coefficients[" + number(n.slot()) + "];\n";
    if (n.what == extent_node) return begin + entries(static_cast<std::int16_t>(n.bits)) + ";\n";
    step_list steps;
    traced x[max_operands];
    for (int k = 0; k < max_operands; ++k)
      if (n.operands[k] >= 0) x[k] = traced::input(steps, n.operands[k]);
    const int root = tracing::step_of(steps, atoms[n.what](x, n.bits));
    c_statements code(
        steps, {true}, [](int operand) { return "s" + number(operand); }, used_of_doubles, "    ");
    const auto text = code.with_inputs_in_place().text_for({root}, root);
    const auto end = begin + code.result(root) + ";\n";
    return text.empty() ? end : "  {\n" + text + "  " + end + "  }\n";
  }
};

}  // namespace regula::dsl
