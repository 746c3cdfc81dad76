// SPDX-License-Identifier: MIT
/// The words of a format, as in {:latex names}, and the text they ask for.
#pragma once
#include <fmt/format.h>
#include <dsl/text/content_mathml.hpp>
#include <dsl/text/dot.hpp>
#include <dsl/text/python.hpp>
#include <dsl/text/source.hpp>
#include <dsl/text/tree.hpp>

namespace regula::dsl {

enum class text_form { plain, latex, cpp, tree, text, mathml, content_mathml, dot, numpy, keras, torch, jax, sympy };

/// The word of each form, in their order; {:mathml content} has two.
inline constexpr std::string_view form_words[] = {"",    "latex", "cpp",   "tree",  "text", "mathml", "mathml content",
                                                  "dot", "numpy", "keras", "torch", "jax",  "sympy"};

/// Source that is run: it computes the formula as it is, names and values in it.
constexpr bool is_source(text_form form) {
  return form == text_form::cpp || form == text_form::text || form >= text_form::numpy;
}

struct text_style {
  text_form form = text_form::plain;
  shown coefficients = shown::values;
};

/// Base of the formatters of formulas.
struct style_parser {
  text_style style;

  constexpr auto parse(fmt::format_parse_context& context) {
    auto at = context.begin();
    bool names = false, content = false;
    while (at != context.end() && *at != '}') {
      auto end = at;
      while (end != context.end() && *end != '}' && *end != ' ') ++end;
      const std::string_view word{at, static_cast<std::size_t>(end - at)};
      if (word == "names")
        names = true;
      else if (word == "content")
        content = true;
      else
        choose(word);
      at = end;
      while (at != context.end() && *at == ' ') ++at;
    }
    if (names && is_source(style.form))
      throw fmt::format_error("source, as of {:cpp}, shows names and values: leave out the word names");
    if (content && style.form != text_form::mathml)
      throw fmt::format_error("the word content goes with mathml, as in {:mathml content}");
    if (content) style.form = text_form::content_mathml;
    if (names) style.coefficients = shown::names;
    return at;
  }

private:
  constexpr void choose(std::string_view word) {
    std::size_t k = 1;
    while (k < std::size(form_words) && form_words[k] != word) ++k;
    if (k == std::size(form_words))
      throw fmt::format_error(
          "a formula is formatted by the words names, latex, cpp, tree, text, mathml, content, dot, numpy, keras, "
          "torch, "
          "jax and sympy, as in {:latex names}");
    if (style.form != text_form::plain) throw fmt::format_error("choose one of the words latex, cpp, tree, numpy...");
    style.form = static_cast<text_form>(k);
  }
};

inline std::string text_of(const formula_view& f, text_style s) {
  switch (s.form) {
    case text_form::latex: return latex_text(f, s.coefficients);
    case text_form::cpp: return cpp_text(f);
    case text_form::tree: return tree_text(f, s.coefficients);
    case text_form::text: return source_text(f);
    case text_form::mathml: return mathml_text(f, s.coefficients);
    case text_form::content_mathml: return content_mathml_text(f, s.coefficients);
    case text_form::dot: return dot_text(f, s.coefficients);
    case text_form::numpy: return python_text(f, numpy_dialect);
    case text_form::keras: return python_text(f, keras_dialect);
    case text_form::torch: return python_text(f, torch_dialect);
    case text_form::jax: return python_text(f, jax_dialect);
    case text_form::sympy: return python_text(f, sympy_dialect);
    default: return plain_text(f, s.coefficients);
  }
}

inline fmt::format_context::iterator copy_to(fmt::format_context& context, std::string_view text) {
  return std::copy(text.begin(), text.end(), context.out());
}

}  // namespace regula::dsl
