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
///   {:mathml}, {:mathml content}   Presentation and Content MathML, also with names
///   {:dot}                         a graph for Graphviz, also with names
///   {:numpy}, {:torch}, {:jax}, {:keras}, {:sympy}
///                                  a Python module that computes it
///
/// to_string(p, text_style{text_form::latex, shown::names}) is {:latex names} without a format.
/// The same words go with p.gradient_formula(W) and p.hessian_formula(W). p.get_config() prints as JSON.
#pragma once
#include <dsl/text/derivative.hpp>
#include <dsl/text/json.hpp>
#include <regula/penalty.hpp>

namespace regula {
namespace dsl {

template <class F> std::string text_of(const penalty<F>& p, text_style s) {
  if constexpr (formula_facts<F>::written.trouble != problem::none)
    return {};
  else
    return text_of(written_view<formula_facts<F>>(p.coefficient_values().data()), s);
}
template <class F, auto Name, order Order>
std::string text_of(const derivative_formula<F, Name, Order>& d, text_style s) {
  using facts = formula_facts<F>;
  constexpr int tensor = tensor_index<facts>(Name.view());
  if constexpr (tensor < 0 || facts::written.trouble != problem::none)
    return {};
  else
    return derivative_text(derivative_view<facts, tensor, Order>(d.coefficients.data()), s);
}

}  // namespace dsl

/// The words of a format as a value: text_style{text_form::latex, shown::names} is {:latex names}.
using dsl::shown;
using dsl::text_form;
using dsl::text_style;

/// A penalty, or the derivative of one.
template <class T>
concept printable = requires(const T& t) {
  dsl::text_of(t, text_style{});
};

/// As "{}" prints it, or in another style.
template <printable T> std::string to_string(const T& formula, text_style style = {}) {
  return dsl::text_of(formula, style);
}
/// As "{:latex}" prints it.
template <printable T> std::string to_latex(const T& formula) {
  return to_string(formula, {text_form::latex, shown::values});
}

/// Base of a fmt::formatter that takes the words of a format and prints to_string(x, style).
struct text_formatter : dsl::style_parser {
  template <class T> auto format(const T& x, fmt::format_context& context) const {
    return dsl::copy_to(context, to_string(x, style));
  }
};

}  // namespace regula

template <class F> struct fmt::formatter<regula::penalty<F>> : regula::text_formatter {};
template <class F, auto Name, regula::dsl::order Order>
struct fmt::formatter<regula::derivative_formula<F, Name, Order>> : regula::text_formatter {};

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
