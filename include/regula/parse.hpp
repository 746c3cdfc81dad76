// SPDX-License-Identifier: MIT
/// Penalties from text, at run time: the language of formulas, its gradients and its speed, without a compiler.
///
///   const auto p = regula::parse("l1 = 0.01; l2 = 0.02; l1 * sum(abs(W)) + l2 * sum(square(W))");
///   double v = p.value_and_gradient(w, g);                 // the only tensor directly
///   double u = q.value_and_gradient({{"W", w, g}, {"W0", w0}});
///   fmt::print("{:names}\n", p.gradient_formula("W"));
///
/// The grammar: docs/reference/grammar.md. Links with regula-engine.
#pragma once
#include <regula/parsing/parsed_penalty.hpp>
