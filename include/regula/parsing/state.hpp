// SPDX-License-Identifier: MIT
/// What the copies of a parsed penalty share: the formula, its atoms, and the plans made so far.
#pragma once
#include <dsl/engine/loaded_plan.hpp>
#include <dsl/grammar/parse.hpp>
#include <mutex>
#include <regula/parsing/code.hpp>
#include <regula/parsing/parsed_penalty.hpp>

namespace regula {

class parsed_penalty::state {
public:
  state(std::string_view text, const user_atoms& own);

  const dsl::parsed_text& text() const { return text_; }
  const dsl::written_at_run_time& written() const { return written_; }
  const std::vector<std::string_view>& tensors() const { return tensors_; }
  const std::vector<dsl::coefficient_name>& coefficients() const { return coefficients_; }
  /// NaN for one that the text gives no value.
  const std::vector<double>& first_values() const { return values_; }
  dsl::atom_set atoms() const { return table_.atoms(); }
  dsl::trace_set traces() const { return {dsl::trace_table<library_atoms>::rows, table_.traces.data()}; }
  dsl::formula_view view(const double* values) const;
  /// A program under the names of the formula.
  dsl::formula_view view(const dsl::program_view& program) const;
  dsl::request request_of(planned_call call) const;
  std::string names_of_coefficients() const;
  std::size_t slot_of(std::string_view coefficient) const;
  int tensor_at(std::string_view name) const;

  /// Kept once it is made. argument_error where the formula has none, as of a derivative that an atom lacks.
  template <class S> const dsl::loaded_plan<S>& plan(const dsl::request& r, bool adds) const {
    const std::lock_guard lock(mutex_);
    auto& all = plans<S>();
    for (const auto& each : all)
      if (each.asked == r && each.adds == adds) return *each.plan;
    all.push_back({r, adds, std::make_unique<dsl::loaded_plan<S>>(program_for(r), codes<S>(), adds)});
    return *all.back().plan;
  }
  dsl::program_at_run_time program_for(const dsl::request& r) const;

  /// Held while it is compiled.
  std::mutex& compiling() const { return compiling_; }

private:
  template <class S> struct made {
    dsl::request asked;
    bool adds;
    std::unique_ptr<dsl::loaded_plan<S>> plan;
  };
  template <class S> std::vector<made<S>>& plans() const {
    if constexpr (std::is_same_v<S, float>)
      return of_floats_;
    else
      return of_doubles_;
  }
  template <class S> dsl::code_set<S> codes() const {
    const auto& code = parsing::engine_here().of<S>();
    if constexpr (std::is_same_v<S, float>)
      return {atoms(), code.common, code.library, table_.floats.data()};
    else
      return {atoms(), code.common, code.library, table_.doubles.data()};
  }

  parsing::atom_table table_;
  dsl::parsed_text text_;
  dsl::written_at_run_time written_;
  std::vector<std::string_view> tensors_;
  std::vector<dsl::coefficient_name> coefficients_;
  std::vector<double> values_;
  mutable std::mutex mutex_, compiling_;
  mutable std::vector<made<float>> of_floats_;
  mutable std::vector<made<double>> of_doubles_;
};

}  // namespace regula
