// SPDX-License-Identifier: MIT
/// The words of a format, as in {:latex names}.
#pragma once
#include <fmt/format.h>
#include <dsl/text/shown.hpp>
#include <string_view>

namespace regula::dsl {

enum class text_form { plain, latex, cpp, tree, text, mathml, content_mathml, dot, numpy, keras, torch, jax, sympy };

/// The word of each form, in their order; {:mathml content} has two.
inline constexpr std::string_view form_words[] = {"",    "latex", "cpp",   "tree",  "text", "mathml", "mathml content",
                                                  "dot", "numpy", "keras", "torch", "jax",  "sympy"};

/// What other programs read that need to know how each atom is computed; text/exports.hpp writes it.
constexpr bool is_exported(text_form form) { return form == text_form::content_mathml || form >= text_form::numpy; }

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
          "torch, jax and sympy, as in {:latex names}");
    if (style.form != text_form::plain) throw fmt::format_error("choose one of the words latex, cpp, tree, numpy...");
    style.form = static_cast<text_form>(k);
  }
};

inline fmt::format_context::iterator copy_to(fmt::format_context& context, std::string_view text) {
  return std::copy(text.begin(), text.end(), context.out());
}

}  // namespace regula::dsl
