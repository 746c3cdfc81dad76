// SPDX-License-Identifier: MIT
#include <dsl/reflect/coefficients.hpp>
#include <limits>
#include <regula/parsing/state.hpp>

namespace regula {
namespace {

parsing::atom_table joined(const user_atoms& own) {
  auto all = parsing::atoms_beside_the_library();
  if (own.table() != nullptr) all.append(*own.table());
  return all;
}

}  // namespace

parsed_penalty::state::state(std::string_view text, const user_atoms& own)
    : table_(joined(own)),
      text_(dsl::parse_text(text, table_.all_words())),
      written_(text_.node_count(), table_.atoms()) {
  const int stopped = text_.write(written_.write());
  written_.write().finish();
  if (written_.trouble == dsl::problem::none)
    written_.trouble = dsl::trouble_at_run_time(written_.view(), table_.atoms());
  if (written_.trouble != dsl::problem::none) text_.refuse(written_.trouble, stopped);
  const auto names = written_.names();
  tensors_.assign(names.tensors, names.tensors + written_.tensor_count);
  coefficients_.assign(names.coefficients, names.coefficients + written_.coefficient_count);
  for (const auto& c : text_.coefficients())
    values_.push_back(c.has_value ? c.value : std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (!std::isnan(values_[i])) dsl::check_coefficient(coefficients_[i], values_[i]);
}

dsl::formula_view parsed_penalty::state::view(const double* values) const {
  const auto f = written_.view();
  return {f.nodes,        f.size,  tensors_.data(), coefficients_.data(), values, table_.texts.data(),
          table_.count(), f.table, f.shape_count,   f.tensor_count};
}

dsl::formula_view parsed_penalty::state::view(const dsl::program_view& program) const {
  auto named = view(static_cast<const double*>(nullptr));
  named.nodes = program.nodes, named.size = program.size;
  named.table = program.shapes, named.shape_count = program.shape_count;
  return named;
}
dsl::request parsed_penalty::state::request_of(planned_call call) const {
  return dsl::request_of(call, written_.tensor_count);
}

std::string parsed_penalty::state::names_of_coefficients() const {
  std::string names;
  for (const auto& c : coefficients_) (names += names.empty() ? "" : ", ") += c.view();
  return names.empty() ? "none" : names;
}
std::size_t parsed_penalty::state::slot_of(std::string_view name) const {
  for (std::size_t i = 0; i < coefficients_.size(); ++i)
    if (coefficients_[i].view() == name) return i;
  throw coefficient_error(dsl::message({"no coefficient \"", name, "\"; known: ", names_of_coefficients()}));
}
int parsed_penalty::state::tensor_at(std::string_view name) const {
  for (std::size_t t = 0; t < tensors_.size(); ++t)
    if (tensors_[t] == name) return static_cast<int>(t);
  std::string known;
  for (const auto& t : tensors_) (known += known.empty() ? "" : ", ") += t;
  throw argument_error(dsl::message({"the formula has no tensor \"", name, "\"; known: ", known}));
}

dsl::program_at_run_time parsed_penalty::state::program_for(const dsl::request& r) const {
  auto program = dsl::make_program(written_.view(), r, table_.atoms());
  if (program.trouble != dsl::problem::none)
    throw argument_error(std::string{dsl::sentence_of(program.trouble, r.derivative == dsl::order::first)});
  return program;
}

}  // namespace regula
