// SPDX-License-Identifier: MIT
/// The operators as atoms: the derivative, the printer and the kernel know them only through these blocks.
#pragma once
#include <dsl/atoms/rule.hpp>

namespace regula {

/// a + b.
struct add_atom : elementwise {
  static constexpr std::string_view name = "add", latex = "{#1} + {#2}";
  static constexpr int arity = 2, ulps = 1;
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::increasing;
  static constexpr char infix = '+';
  static constexpr auto value(const auto& a, const auto& b) { return a + b; }
  static constexpr auto slope(const auto&, const auto&, const auto&) { return partials{1.0, 1.0}; }
};

/// a - b.
struct subtract_atom : elementwise {
  static constexpr std::string_view name = "subtract", latex = "{#1} - {#2}";
  static constexpr int arity = 2, ulps = 1;
  static constexpr auto bends = curvature::affine;
  static constexpr char infix = '-';
  static constexpr auto value(const auto& a, const auto& b) { return a - b; }
  static constexpr auto slope(const auto&, const auto&, const auto&) { return partials{1.0, -1.0}; }
  static constexpr auto simplified(const auto& a, const auto& b) { return a + -1.0 * b; }
};

/// a * b, entry by entry.
struct multiply_atom : elementwise {
  static constexpr std::string_view name = "multiply", latex = "{#1} \\, {#2}";
  static constexpr int arity = 2, ulps = 1;
  static constexpr char infix = '*';
  static constexpr auto value(const auto& a, const auto& b) { return a * b; }
  static constexpr auto slope(const auto& a, const auto& b, const auto&) { return partials{b, a}; }
};

/// a / b, entry by entry; IEEE at b = 0.
struct divide_atom : elementwise {
  static constexpr std::string_view name = "divide", latex = "\\frac{#1}{#2}";
  static constexpr int cost = 4;
  static constexpr int arity = 2, ulps = 1;
  static constexpr char infix = '/';
  static constexpr auto value(const auto& a, const auto& b) { return a / b; }
  static constexpr auto slope(const auto&, const auto& b, const auto& y) { return partials{inverse(b), -y / b}; }
  static constexpr auto simplified(const auto& a, const auto& b) { return a * inverse(b); }
};

/// -x.
struct negate_atom : elementwise {
  static constexpr std::string_view name = "negate", latex = "-{#1}";
  static constexpr int ulps = 0;
  static constexpr auto bends = curvature::affine;
  static constexpr auto runs = trend::decreasing;
  static constexpr char infix = '-';
  static constexpr auto value(const auto& x) { return -x; }
  static constexpr auto slope(const auto&, const auto&) { return -1.0; }
  static constexpr auto simplified(const auto& x) { return -1.0 * x; }
};

using arithmetic_atoms = type_list<add_atom, subtract_atom, multiply_atom, divide_atom, negate_atom>;

}  // namespace regula
