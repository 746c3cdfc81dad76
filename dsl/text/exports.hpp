// SPDX-License-Identifier: MIT
/// All the text that the words of a format ask for.
#pragma once
#include <dsl/text/content_mathml.hpp>
#include <dsl/text/forms.hpp>
#include <dsl/text/python.hpp>

namespace regula::dsl {

struct export_writer {
  static std::string text(const formula_view& f, text_style s) {
    switch (s.form) {
      case text_form::content_mathml: return content_mathml_text(f, s.coefficients);
      case text_form::numpy: return python_text(f, numpy_dialect);
      case text_form::keras: return python_text(f, keras_dialect);
      case text_form::torch: return python_text(f, torch_dialect);
      case text_form::jax: return python_text(f, jax_dialect);
      case text_form::sympy: return python_text(f, sympy_dialect);
      default: return form_writer::text(f, s);
    }
  }
};

}  // namespace regula::dsl
