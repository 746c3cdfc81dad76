// SPDX-License-Identifier: MIT
#include <dsl/plan/flat.hpp>
#include <dsl/reflect/coefficients.hpp>
#include <regula/parsing/calls.hpp>

namespace regula {
namespace {

using parsing::ask, parsing::buffers, parsing::question;

named_numbers named(const parsed_penalty::state& s, const std::vector<double>& values) {
  named_numbers all;
  for (std::size_t i = 0; i < values.size(); ++i) all.push_back({std::string{s.coefficients()[i].view()}, values[i]});
  return all;
}

}  // namespace

parsed_penalty::parsed_penalty(std::string_view text, const user_atoms& atoms)
    : state_(std::make_shared<state>(text, atoms)), values_(state_->first_values()) {}

double parsed_penalty::value(arguments tensors) const { return ask(*this, {}, tensors).value; }
void parsed_penalty::gradient(arguments tensors) const { ask(*this, {false, buffers::some}, tensors); }
double parsed_penalty::value_and_gradient(arguments tensors) const {
  return ask(*this, {true, buffers::some}, tensors).value;
}
void parsed_penalty::add_gradient(arguments tensors) const { ask(*this, {false, buffers::some, true}, tensors); }
double parsed_penalty::value_and_add_gradient(arguments tensors) const {
  return ask(*this, {true, buffers::some, true}, tensors).value;
}
void parsed_penalty::hessian_vector(arguments tensors) const {
  ask(*this, {false, buffers::some, false, false, dsl::order::hessian_vector}, tensors);
}
void parsed_penalty::hessian_diagonal(arguments tensors) const {
  ask(*this, {false, buffers::some, false, false, dsl::order::hessian_diagonal}, tensors);
}
named_numbers parsed_penalty::coefficient_gradient(arguments tensors) const {
  return named(*state_, ask(*this, {false, buffers::none, false, true}, tensors).slopes);
}
std::pair<double, named_numbers> parsed_penalty::value_and_gradients(arguments tensors) const {
  const auto all = ask(*this, {true, buffers::any, false, true}, tensors);
  return {all.value, named(*state_, all.slopes)};
}

double parsed_penalty::coefficient(std::string_view name) const { return values_[state_->slot_of(name)]; }
void parsed_penalty::set(std::string_view name, double value) {
  const auto slot = state_->slot_of(name);
  dsl::check_coefficient(state_->coefficients()[slot], value);
  values_[slot] = value;
}
named_numbers parsed_penalty::get_config() const { return named(*state_, values_); }
parsed_penalty parsed_penalty::with_threads(policy on) const {
  auto shared = *this;
  shared.threads_ = on;
  return shared;
}
parsed_penalty parsed_penalty::with_config(std::span<const named_number> entries) const {
  auto changed = *this;
  std::vector<bool> seen(values_.size());
  for (const auto& [name, value] : entries) {
    const auto slot = state_->slot_of(name);
    if (seen[slot]) dsl::coefficient_is_given_twice(name, changed.values_[slot], value);
    seen[slot] = true;
    changed.set(name, value);
  }
  return changed;
}

std::vector<std::string> parsed_penalty::tensor_names() const {
  return {state_->tensors().begin(), state_->tensors().end()};
}
bool parsed_penalty::takes_any_shape() const {
  const int tensors = state_->written().tensor_count;
  const auto program = state_->program_for(state_->request_of(planned_call::value_and_gradient));
  const auto view = program.view(state_->atoms());
  return dsl::is_flat(view, dsl::plan_at_run_time(view, false).view(), tensors);
}

bool parsed_penalty::operator==(const parsed_penalty& other) const {
  return state_ == other.state_ ? values_ == other.values_ : text("text") == other.text("text");
}

}  // namespace regula
