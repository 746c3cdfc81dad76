// SPDX-License-Identifier: MIT
#include <dsl/emit/standalone_c.hpp>
#include <regula/parsing/state.hpp>

namespace regula {
namespace {

/// A name as it may stand in a comment.
std::string in_comment(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += dsl::is_letter(c) || dsl::is_digit(c) ? c : '?';
  }
  return out;
}
void check_name(const std::string& name) {
  if (!dsl::is_identifier(name))
    throw argument_error(dsl::message({"a C function is named by letters, digits and _: \"", name, "\" is no name"}));
}

}  // namespace

std::string parsed_penalty::to_c(const c_options& options) const {
  check_name(options.name);
  const int tensors = state_->written().tensor_count;
  if (state_->written().applied != 0)
    throw argument_error("a formula that applies a sparse matrix is not written as C");
  const auto program = state_->program_for(state_->request_of(options.call));
  const auto p = program.view(state_->atoms());
  const dsl::plan_at_run_time plan(p, false);
  const bool flat = dsl::is_flat(p, plan.view(), tensors);
  std::string comment = "The penalty of";
  for (int t = 0; t < tensors; ++t)
    comment += " w" + std::to_string(t) + ": " + in_comment(state_->tensors()[static_cast<std::size_t>(t)]) + ";";
  comment += flat
                 ? "\n   n0...: how many entries; g0...: dP/dw0..."
                 : "\n   extents, strides: of the six axes, 1 and 0 behind the last; g0...: dP/dw0, h0... its strides.";
  for (std::size_t c = 0; c < values_.size(); ++c)
    comment += "\n   coefficients[" + std::to_string(c) + "]: " + in_comment(state_->coefficients()[c].view()) +
               (values_[c] == values_[c] ? ", here " + dsl::number_text(values_[c]) : "");
  dsl::standalone_c source({p, plan.view(), state_->traces(), options.doubles, flat}, options.name, comment, tensors);
  if (const int what = source.refused(); what >= 0)
    throw argument_error(dsl::message({"\"", state_->atoms().facts(what).name,
                                       "\" is not written as C: entry by entry functions, sums, rows, neighbours, "
                                       "patterns, matmul and gram are"}));
  return source.text();
}

}  // namespace regula
