// SPDX-License-Identifier: MIT
/// The words of a format, as in {:latex names}, and the text they ask for.
#pragma once
#include <fmt/format.h>
#include <dsl/text/latex.hpp>
#include <dsl/text/source.hpp>
#include <dsl/text/tree.hpp>

namespace regula::dsl {

enum class text_form { plain, latex, cpp, tree, text };

struct text_style {
  text_form form = text_form::plain;
  shown coefficients = shown::values;
};

/// Base of the formatters of formulas.
struct style_parser {
  text_style style;

  constexpr auto parse(fmt::format_parse_context& context) {
    auto at = context.begin();
    bool names = false;
    while (at != context.end() && *at != '}') {
      auto end = at;
      while (end != context.end() && *end != '}' && *end != ' ') ++end;
      const std::string_view word{at, static_cast<std::size_t>(end - at)};
      if (word == "names")
        names = true;
      else
        choose(word);
      at = end;
      while (at != context.end() && *at == ' ') ++at;
    }
    if (names && style.form == text_form::cpp)
      throw fmt::format_error("{:cpp} shows names and values: leave out the word names");
    if (names && style.form == text_form::text)
      throw fmt::format_error("{:text} shows names and values: leave out the word names");
    if (names) style.coefficients = shown::names;
    return at;
  }

private:
  constexpr void choose(std::string_view word) {
    const auto form = word == "latex"  ? text_form::latex
                      : word == "cpp"  ? text_form::cpp
                      : word == "tree" ? text_form::tree
                      : word == "text" ? text_form::text
                                       : text_form::plain;
    if (form == text_form::plain)
      throw fmt::format_error(
          "a formula is formatted by the words names, latex, cpp, tree and text, as in {:latex names}");
    if (style.form != text_form::plain) throw fmt::format_error("choose one of the words latex, cpp, tree and text");
    style.form = form;
  }
};

inline std::string text_of(const formula_view& f, text_style s) {
  switch (s.form) {
    case text_form::latex: return latex_text(f, s.coefficients);
    case text_form::cpp: return cpp_text(f);
    case text_form::text: return source_text(f);
    case text_form::tree: return tree_text(f, s.coefficients);
    default: return plain_text(f, s.coefficients);
  }
}

inline fmt::format_context::iterator copy_to(fmt::format_context& context, std::string_view text) {
  return std::copy(text.begin(), text.end(), context.out());
}

}  // namespace regula::dsl
