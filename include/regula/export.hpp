// SPDX-License-Identifier: MIT
/// Formulas in the languages of other programs. A door of its own: a file that includes it compiles how every atom is computed.
///
///   fmt::print("{:numpy}", regula::exported(p));    a Python module that computes it; torch, jax, keras, sympy
///   {:mathml content}, {:mathml content names}      Content MathML
///   to_string(regula::exported(p.gradient_formula(W)), text_style{text_form::torch})
/// All words of <regula/text.hpp>, too. Penalties that were parsed, and regularizers, need no door: the library prints them.
#pragma once
#include <dsl/text/exports.hpp>
#include <regula/text.hpp>

namespace regula {

/// A penalty, or the derivative of one, to be printed in any style.
template <printable T> struct exported {
  explicit exported(const T& f) : formula(f) {}
  T formula;
};

template <printable T> std::string to_string(const exported<T>& e, text_style style = {}) {
  return dsl::text_by<dsl::export_writer>(e.formula, style);
}

}  // namespace regula

template <class T> struct fmt::formatter<regula::exported<T>> : regula::text_formatter {};
