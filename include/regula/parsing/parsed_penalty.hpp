// SPDX-License-Identifier: MIT
/// A penalty that was read from text. It has the interface of regula::penalty; tensors are named at run time.
#pragma once
#include <fmt/core.h>

#include <dsl/plan/planned_call.hpp>
#include <initializer_list>
#include <memory>
#include <optional>
#include <regula/parsing/argument.hpp>
#include <regula/parsing/compiling.hpp>
#include <regula/parsing/user_atoms.hpp>
#include <regula/policy.hpp>
#include <span>
#include <string>
#include <vector>

namespace regula {

/// A coefficient of a parsed penalty, or a number for it.
struct named_number {
  std::string name;
  double value = 0.0;

  bool operator==(const named_number&) const = default;
};
using named_numbers = std::vector<named_number>;

/// What is written as C: a function of this name, for tensors of float or double.
struct c_options {
  planned_call call = planned_call::value_and_gradient;
  bool doubles = false;
  std::string name = "penalty_value_and_gradient";
};

/// The derivative of a parsed penalty as a formula, to be printed.
class parsed_derivative;

/// A scalar formula of tensors. Copies share the formula and have coefficients of their own; const calls are safe from many
/// threads. A plan is made when it is first needed, and kept.
///
/// Throws shape_error and overlap_error before anything is written; argument_error for a tensor that is missing, unknown or
/// named twice, for a buffer that is missing or needless, for mixed entry types, and for a derivative that an atom of the
/// formula does not have; coefficient_error for a coefficient without a value.
class parsed_penalty {
public:
  using arguments = tensor_arguments;

  /// parse_error where the text is no penalty.
  explicit parsed_penalty(std::string_view text, const user_atoms& atoms = {});

  /// P.
  template <class T> double operator()(const T& w) const { return value({{{}, w}}); }
  double operator()(arguments tensors) const { return value(tensors); }
  template <class T> double value(const T& w) const { return value({{{}, w}}); }
  double value(arguments tensors) const;
  /// g = dP/dw, without the value.
  template <class T, class G> void gradient(const T& w, G&& g) const { gradient({{{}, w, std::forward<G>(g)}}); }
  void gradient(arguments tensors) const;
  /// P and g = dP/dw in the same passes.
  template <class T, class G> double value_and_gradient(const T& w, G&& g) const {
    return value_and_gradient({{{}, w, std::forward<G>(g)}});
  }
  double value_and_gradient(arguments tensors) const;
  /// g += dP/dw.
  template <class T, class G> void add_gradient(const T& w, G&& g) const {
    add_gradient({{{}, w, std::forward<G>(g)}});
  }
  void add_gradient(arguments tensors) const;
  /// P, and g += dP/dw.
  template <class T, class G> double value_and_add_gradient(const T& w, G&& g) const {
    return value_and_add_gradient({{{}, w, std::forward<G>(g)}});
  }
  double value_and_add_gradient(arguments tensors) const;
  /// hv = (d2P/dw2) v.
  template <class T, class V, class H> void hessian_vector(const T& w, const V& v, H&& hv) const {
    hessian_vector({{{}, w, v, std::forward<H>(hv)}});
  }
  void hessian_vector(arguments tensors) const;
  /// h = diagonal of d2P/dw2.
  template <class T, class H> void hessian_diagonal(const T& w, H&& h) const {
    hessian_diagonal({{{}, w, std::forward<H>(h)}});
  }
  void hessian_diagonal(arguments tensors) const;
  /// dP/dc for every coefficient c, under its name.
  template <class T> named_numbers coefficient_gradient(const T& w) const { return coefficient_gradient({{{}, w}}); }
  named_numbers coefficient_gradient(arguments tensors) const;
  /// P, g = dP/dw where a tensor has a buffer, and dP/dc in the same passes.
  template <class T, class... G> std::pair<double, named_numbers> value_and_gradients(const T& w, G&&... g) const {
    return value_and_gradients({{{}, w, std::forward<G>(g)...}});
  }
  std::pair<double, named_numbers> value_and_gradients(arguments tensors) const;

  /// Coefficients by name; named ones are finite and >= 0, free and unnamed ones (c0, c1, ...) finite. coefficient_error
  /// otherwise, and the penalty is as it was. One without a value is NaN.
  double coefficient(std::string_view name) const;
  void set(std::string_view name, double value);
  /// All coefficients, in reading order of the formula.
  named_numbers get_config() const;
  /// A copy with some coefficients replaced.
  parsed_penalty with_config(std::span<const named_number> entries) const;
  parsed_penalty with_config(std::initializer_list<named_number> entries) const {
    return with_config(std::span<const named_number>(entries.begin(), entries.size()));
  }

  /// A copy whose calls run on an executor's threads, which live at least as long: p.with_threads(regula::on(pool)). The
  /// bits stay the same.
  parsed_penalty with_threads(policy on) const;

  /// The names of its tensors, in reading order.
  std::vector<std::string> tensor_names() const;
  /// Whether tensors of every shape will do, equal ones where they meet.
  bool takes_any_shape() const;

  /// dP/dW and the diagonal of d2P/dW2 as formulas. argument_error for a tensor that the formula does not have.
  parsed_derivative gradient_formula(std::string_view tensor) const;
  parsed_derivative hessian_formula(std::string_view tensor) const;
  /// What is printed for "{:names}", "{:latex}"...: the words of a format.
  std::string text(std::string_view words = {}) const;
  /// How it goes over memory, as regula::plan_text.
  std::string plan_text(planned_call call = planned_call::value_and_gradient) const;

  /// One C99 function that depends on the C library alone. argument_error for what has no C: decompositions, sorted sums,
  /// sparse matrices.
  std::string to_c(const c_options& options = {}) const;

  /// Compiles its loops for this processor with the system's C compiler, for the calls that give the value, the gradient
  /// or both. Copies share them. Never throws for want of a compiler or a cache, unless options.must_compile.
  compile_report compile(const compile_options& options = {}) const;

  /// The same formula with the same coefficients.
  bool operator==(const parsed_penalty& other) const;

  /// For the library's own sources: what copies share, and the coefficients by slot.
  class state;
  const state& shared() const { return *state_; }
  const std::vector<double>& coefficient_values() const { return values_; }
  const dsl::crew* threads() const { return threads_ ? &threads_->crew() : nullptr; }

private:
  std::shared_ptr<const state> state_;
  std::vector<double> values_;
  std::optional<policy> threads_;
};

class parsed_derivative {
public:
  std::string text(std::string_view words = {}) const;

private:
  friend class parsed_penalty;
  parsed_derivative(parsed_penalty of, int tensor, bool second)
      : of_(std::move(of)), tensor_(tensor), second_(second) {}

  parsed_penalty of_;
  int tensor_;
  bool second_;
};

/// The penalty that a text is; user atoms are known by their names (<regula/user_atoms.hpp>).
inline parsed_penalty parse(std::string_view text, const user_atoms& atoms = {}) { return parsed_penalty(text, atoms); }

namespace parsing {
/// Base of formatters: keeps the words of a format.
struct words_formatter {
  std::string_view words;
  constexpr auto parse(fmt::format_parse_context& context) {
    auto end = context.begin();
    while (end != context.end() && *end != '}') ++end;
    words = {context.begin(), static_cast<std::size_t>(end - context.begin())};
    return end;
  }
  template <class T, class Context> auto format(const T& x, Context& context) const {
    const auto text = x.text(words);
    auto out = context.out();
    for (const char c : text) *out++ = c;
    return out;
  }
};
}  // namespace parsing
}  // namespace regula

template <> struct fmt::formatter<regula::parsed_penalty> : regula::parsing::words_formatter {};
template <> struct fmt::formatter<regula::parsed_derivative> : regula::parsing::words_formatter {};
