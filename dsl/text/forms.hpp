// SPDX-License-Identifier: MIT
/// The text that the words of a format ask for, but for what text/exports.hpp writes.
#pragma once
#include <dsl/text/dot.hpp>
#include <dsl/text/mathml.hpp>
#include <dsl/text/source.hpp>
#include <dsl/text/style.hpp>
#include <dsl/text/tree.hpp>

namespace regula::dsl {

struct form_writer {
  static std::string text(const formula_view& f, text_style s) {
    switch (s.form) {
      case text_form::latex: return latex_text(f, s.coefficients);
      case text_form::cpp: return cpp_text(f);
      case text_form::tree: return tree_text(f, s.coefficients);
      case text_form::text: return source_text(f);
      case text_form::mathml: return mathml_text(f, s.coefficients);
      case text_form::dot: return dot_text(f, s.coefficients);
      case text_form::plain: return plain_text(f, s.coefficients);
      default:
        throw argument_error(
            "Python and Content MathML of a compiled formula are those of regula::exported(p), of "
            "<regula/export.hpp>");
    }
  }
};

}  // namespace regula::dsl
