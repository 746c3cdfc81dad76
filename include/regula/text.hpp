// SPDX-License-Identifier: MIT
/// Penalties, their derivatives and configs as text, with {fmt}.
///
///   fmt::print("{}", p)            0.01 * sum(abs(W)) + 0.02 * sum(square(W))
///   {:names}                       l1 * sum(abs(W)) + l2 * sum(square(W))
///   {:latex}, {:latex names}       0.01 \, \sum \left\lvert W \right\rvert + ...
///   {:cpp}                         regula::coef<"l1">(0.01) * sum(abs(W)) + ...
///                                  source that compiles below `using namespace regula::symbols`
///   {:text}                        l1 = 0.01; l1 * sum(abs(W)), which regula::formula<"..."> reads back
///   {:tree}, {:tree names}         one node a line, indented
///   {:mathml}                      Presentation MathML, also with names
///   {:dot}                         a graph for Graphviz, also with names
/// <regula/export.hpp> has Content MathML and Python.
///
/// to_string(p, text_style{text_form::latex, shown::names}) is {:latex names} without a format.
/// The same words go with p.gradient_formula(W) and p.hessian_formula(W). p.get_config() prints as JSON.
#pragma once
#include <dsl/text/derivative.hpp>
#include <dsl/text/forms.hpp>
#include <dsl/text/json.hpp>
#include <regula/penalty.hpp>
#include <regula/text_style.hpp>
#include <regula/written.hpp>

namespace regula {
namespace dsl {

template <class Writer, class F> std::string text_by(const penalty<F>& p, text_style s) {
  if constexpr (formula_facts<F>::written.trouble != problem::none)
    return {};
  else
    return Writer::text(written(p), s);
}
template <class Writer, class F, auto Name, order Order>
std::string text_by(const derivative_formula<F, Name, Order>& d, text_style s) {
  using facts = formula_facts<F>;
  constexpr int tensor = tensor_index<facts>(Name.view());
  if constexpr (tensor < 0 || facts::written.trouble != problem::none)
    return {};
  else
    return derivative_text<Writer>(derivative_view<facts, tensor, Order>(d.coefficients.data()), s);
}

}  // namespace dsl

/// A penalty, or the derivative of one.
template <class T>
concept printable = requires(const T& t) {
  dsl::text_by<dsl::form_writer>(t, text_style{});
};

/// As "{}" prints it, or in another style. argument_error for one of those of exported().
template <printable T> std::string to_string(const T& formula, text_style style = {}) {
  return dsl::text_by<dsl::form_writer>(formula, style);
}
/// As "{:latex}" prints it.
template <printable T> std::string to_latex(const T& formula) {
  return to_string(formula, {text_form::latex, shown::values});
}

/// Base of the formatters of formulas that are compiled where they are printed.
struct formula_formatter : text_formatter {
  constexpr auto parse(fmt::format_parse_context& context) {
    const auto end = text_formatter::parse(context);
    if (dsl::is_exported(style.form))
      throw fmt::format_error(
          "Python and Content MathML of a compiled formula are those of regula::exported(p), of <regula/export.hpp>");
    return end;
  }
};

}  // namespace regula

template <class F> struct fmt::formatter<regula::penalty<F>> : regula::formula_formatter {};
template <class F, auto Name, regula::dsl::order Order>
struct fmt::formatter<regula::derivative_formula<F, Name, Order>> : regula::formula_formatter {};

/// {"l1": 0.01, "l2": 0.02}
template <std::size_t N> struct fmt::formatter<regula::config<N>> {
  constexpr auto parse(fmt::format_parse_context& context) {
    if (context.begin() != context.end() && *context.begin() != '}')
      throw fmt::format_error("a config is formatted by {} alone");
    return context.begin();
  }
  auto format(const regula::config<N>& config, fmt::format_context& context) const {
    std::string members;
    for (const auto& [name, value] : config) regula::dsl::add_member(members, name, value);
    return regula::dsl::copy_to(context, "{" + members + "}");
  }
};

/// A config is an object, not a list, also where <fmt/ranges.h> is included.
FMT_BEGIN_NAMESPACE
template <class T, class Char> struct is_range;
template <std::size_t N, class Char> struct is_range<regula::config<N>, Char> : std::false_type {};
FMT_END_NAMESPACE
