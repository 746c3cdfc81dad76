// SPDX-License-Identifier: MIT
#include <dsl/text/derivative.hpp>
#include <dsl/text/exports.hpp>
#include <dsl/text/plan.hpp>
#include <regula/parsing/description.hpp>
#include <regula/parsing/state.hpp>
#include <regula/parsing/styled.hpp>

namespace regula {
namespace {

/// Throws fmt::format_error for words that no format has.
dsl::text_style style_of(std::string_view words) {
  dsl::style_parser parser;
  fmt::format_parse_context context{fmt::string_view{words.data(), words.size()}};
  if (parser.parse(context) != context.end()) throw fmt::format_error("a format has no }");
  return parser.style;
}

}  // namespace

namespace parsing {
std::string text_of(const formula_view& formula, text_style style) { return dsl::export_writer::text(formula, style); }
}  // namespace parsing

std::string parsed_penalty::text(std::string_view words) const {
  return dsl::export_writer::text(state_->view(values_.data()), style_of(words));
}
std::string to_string(const parsed_penalty& p, dsl::text_style style) {
  return dsl::export_writer::text(p.shared().view(p.coefficient_values().data()), style);
}
parsed_derivative parsed_penalty::gradient_formula(std::string_view tensor) const {
  return {*this, state_->tensor_at(tensor), false};
}
parsed_derivative parsed_penalty::hessian_formula(std::string_view tensor) const {
  return {*this, state_->tensor_at(tensor), true};
}
std::string parsed_derivative::text(std::string_view words) const {
  const auto style = style_of(words);
  const auto& s = of_.shared();
  const auto order = second_ ? dsl::order::hessian_diagonal : dsl::order::first;
  const auto graph = dsl::make_derivative(s.written().view(), tensor_, order, s.atoms());
  if (graph.trouble != dsl::problem::none) throw argument_error(std::string{dsl::sentence_of(graph.trouble, !second_)});
  auto f = s.view(of_.coefficient_values().data());
  f.nodes = graph.nodes.data(), f.size = static_cast<int>(graph.nodes.size());
  f.table = graph.table.data(), f.shape_count = static_cast<int>(graph.table.size());
  return dsl::derivative_text<dsl::export_writer>(f, style);
}

std::string parsed_penalty::plan_text(planned_call call) const {
  const auto program = state_->program_for(state_->request_of(call));
  const auto p = program.view(state_->atoms());
  const dsl::plan_at_run_time plan(p, false);
  const dsl::named_plan named{state_->view(p), p.outputs, p.output_count, plan.view(),
                              dsl::is_flat(p, plan.view(), state_->written().tensor_count)};
  return dsl::plan_table{named}.text(dsl::title_of(call));
}

}  // namespace regula
