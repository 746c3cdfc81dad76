// SPDX-License-Identifier: MIT
/// A formula made callable: value, derivatives, coefficients, config.
#pragma once
#include <dsl/kernel/call.hpp>
#include <dsl/reflect/coefficients.hpp>
#include <regula/error.hpp>
#include <regula/formula.hpp>
#include <span>

namespace regula {

/// The derivative of a penalty with respect to one tensor as a formula to print (<regula/text.hpp>).
template <class Formula, fixed_string Tensor, dsl::order Order>
struct derivative_formula {
  std::array<double, dsl::coefficient_count<dsl::formula_facts<Formula>>> coefficients;
};

/// A scalar formula of tensors, compiled. Holds the values of its coefficients and nothing else; const calls are safe
/// from many threads.
///
/// Tensors are passed directly when the formula has one, by name otherwise: p(w), p(W = w, W0 = w0). A derivative goes
/// into a buffer of the tensor's shape and entry type: p.gradient(w, g), p.gradient(W = wrt(w, g), W0 = w0).
/// Tensors are Eigen objects with storage, std::vector, std::span, and Eigen::TensorMap with <regula/tensor.hpp>; their
/// entries are float or double, all of one kind. Values are double.
/// Throws shape_error and overlap_error before anything is written.
template <class Formula>
class penalty {
  static_assert(expression<Formula>, "a penalty is made of a formula, as in penalty(0.01 * sum(abs(W)))");
  using facts = dsl::formula_facts<Formula>;
  static constexpr dsl::problem trouble = facts::written.trouble;
  static_assert(trouble != dsl::problem::not_a_scalar, "a penalty is a scalar: wrap the formula in sum(...) or mean(...)");
  static_assert(trouble != dsl::problem::no_tensor, "a penalty needs a tensor: this formula has only numbers");
  static_assert(trouble != dsl::problem::reduction_of_scalar, "sum, mean, max, norm... reduce a tensor: one of them is given a scalar");
  static_assert(trouble != dsl::problem::two_roles, "one name stands for a tensor and for a coefficient");
  static constexpr std::size_t count = dsl::coefficient_count<facts>;
  using values = std::array<double, count>;

 public:
  using formula_type = Formula;
  using config_type = config<count>;

  /// Throws coefficient_error for a value that a coefficient may not have, or two values under one name.
  constexpr explicit penalty(const Formula& formula) : values_(dsl::coefficient_values<facts>(formula)) {}

  /// P.
  template <class... Args>
  double operator()(Args&&... args) const {
    return first_result<dsl::request{true}, false>(args...);
  }
  template <class... Args>
  double value(Args&&... args) const {
    return first_result<dsl::request{true}, false>(args...);
  }
  /// g = dP/dw, without the value.
  template <class... Args>
  void gradient(Args&&... args) const {
    differentiate<false, false, dsl::order::first>(args...);
  }
  /// P and g = dP/dw in the same passes.
  template <class... Args>
  double value_and_gradient(Args&&... args) const {
    return differentiate<true, false, dsl::order::first>(args...);
  }
  /// g += dP/dw.
  template <class... Args>
  void add_gradient(Args&&... args) const {
    differentiate<false, true, dsl::order::first>(args...);
  }
  /// P, and g += dP/dw.
  template <class... Args>
  double value_and_add_gradient(Args&&... args) const {
    return differentiate<true, true, dsl::order::first>(args...);
  }
  /// hv = (d2P/dw2) v: p.hessian_vector(w, v, hv), or W = wrt(w, v, hv) for each tensor of a joint direction.
  template <class... Args>
  void hessian_vector(Args&&... args) const {
    differentiate<false, false, dsl::order::hessian_vector>(args...);
  }
  /// h = diagonal of d2P/dw2: p.hessian_diagonal(w, h), or W = wrt(w, h).
  template <class... Args>
  void hessian_diagonal(Args&&... args) const {
    differentiate<false, false, dsl::order::hessian_diagonal>(args...);
  }
  /// dP/dc for every coefficient c, under its name.
  template <class... Args>
  config_type coefficient_gradient(Args&&... args) const {
    return with_coefficients<dsl::request{false, 0, true}>(args...).second;
  }
  /// P, g = dP/dw and dP/dc in the same passes, as a pair of value and config.
  template <class... Args>
  std::pair<double, config_type> value_and_gradients(Args&&... args) const {
    return named(
        [this](const auto&... b) { return run_with_coefficients<dsl::request{true, (0 | ... | dsl::request_bit<std::remove_cvref_t<decltype(b)>>), true}>(b...); },
        args...);
  }

  /// Coefficients by name; named ones are finite and >= 0, free and unnamed ones (c0, c1, ...) finite. coefficient_error
  /// otherwise, and the penalty is as it was.
  template <fixed_string Name>
  constexpr double coefficient() const {
    return values_[known_slot<Name>()];
  }
  constexpr double coefficient(std::string_view name) const { return values_[dsl::slot_of<facts>(name)]; }
  template <fixed_string Name>
  constexpr void set(double value) {
    constexpr auto slot = known_slot<Name>();
    dsl::check_coefficient(facts::written.coefficients[slot], value);
    values_[slot] = value;
  }
  constexpr void set(std::string_view name, double value) {
    const auto slot = dsl::slot_of<facts>(name);
    dsl::check_coefficient(facts::written.coefficients[slot], value);
    values_[slot] = value;
  }

  /// All coefficients, in reading order of the formula.
  constexpr config_type get_config() const { return dsl::make_config<facts>(values_); }
  /// The penalty with this formula and these coefficients: a braced list, a config, a map from names to numbers.
  static constexpr penalty from_config(std::initializer_list<config_entry> entries) { return rebuilt({}, entries, true); }
  template <class Entries>
  static constexpr penalty from_config(const Entries& entries) {
    return rebuilt({}, entries, true);
  }
  /// A copy with some coefficients replaced.
  constexpr penalty with_config(std::initializer_list<config_entry> entries) const { return rebuilt(values_, entries, false); }
  template <class Entries>
  constexpr penalty with_config(const Entries& entries) const {
    return rebuilt(values_, entries, false);
  }

  /// dP/dW and the diagonal of d2P/dW2 as formulas, to be printed with <regula/text.hpp>.
  template <fixed_string Name>
  constexpr auto gradient_formula(const dsl::terminal<dsl::tensor_leaf<Name>>&) const {
    return derivative<Name, dsl::order::first>();
  }
  template <fixed_string Name>
  constexpr auto hessian_formula(const dsl::terminal<dsl::tensor_leaf<Name>>&) const {
    return derivative<Name, dsl::order::hessian_diagonal>();
  }

  /// The values by slot: what the printers and the reflection read.
  constexpr const values& coefficient_values() const { return values_; }

  constexpr bool operator==(const penalty&) const = default;

 private:
  struct from_values {};
  constexpr penalty(from_values, const values& v) : values_(v) {}

  template <class Entries>
  static constexpr penalty rebuilt(const values& start, const Entries& entries, bool complete) {
    return {from_values{}, dsl::with_entries<facts>(start, entries, complete)};
  }
  template <fixed_string Name>
  static consteval std::size_t known_slot() {
    constexpr std::size_t slot = [] {
      for (std::size_t i = 0; i < count; ++i)
        if (facts::written.coefficients[i].view() == Name.view()) return i;
      return count;
    }();
    static_assert(slot < count, "the formula has no coefficient of this name");
    return slot;
  }
  template <fixed_string Name, dsl::order Order>
  constexpr auto derivative() const {
    static_assert(dsl::tensor_index<facts>(Name.view()) >= 0, "the formula has no tensor of this name");
    return derivative_formula<Formula, Name, Order>{values_};
  }

  /// Calls f with the arguments as bound tensors: W = w, or the formula's only tensor given directly.
  template <class F, class... Args>
  static auto named(F f, Args&... args) {
    if constexpr ((dsl::is_binding<std::remove_cv_t<Args>> || ...)) {
      static_assert((dsl::is_binding<std::remove_cv_t<Args>> && ...), "bind every tensor by name, as in W = w, or pass the only one directly");
      return checked(f, dsl::resolve<facts>(args)...);
    } else {
      static_assert(facts::written.tensor_count == 1, "a tensor without a binding: this formula has several, name each as in penalty(W = w, V = v)");
      static_assert(sizeof...(Args) >= 1 && sizeof...(Args) <= 3, "pass the tensor, then the buffer for its derivative");
      return direct(f, args...);
    }
  }
  template <class F, class In, class... Rest>
  static auto direct(F f, In& in, Rest&... rest) {
    dsl::check_tensor<std::remove_const_t<In>>();
    if constexpr (sizeof...(Rest) == 0) {
      return f(dsl::bound<0, In>{&in, nullptr, nullptr});
    } else if constexpr (sizeof...(Rest) == 1) {
      (dsl::check_buffer<Rest>(), ...);
      return f(dsl::bound<0, In, Rest...>{&in, &rest..., nullptr});
    } else {
      return [&](auto& v, auto& hv) {
        using along = std::remove_reference_t<decltype(v)>;
        using out = std::remove_reference_t<decltype(hv)>;
        dsl::check_tensor<std::remove_const_t<along>>();
        dsl::check_buffer<out>();
        return f(dsl::bound<0, In, out, along>{&in, &hv, &v});
      }(rest...);
    }
  }
  template <class F, class... B>
  static auto checked(F f, const B&... bindings) {
    static_assert(dsl::bound_once<B...>(), "a name is bound twice");
    static_assert(!dsl::bound_once<B...>() || dsl::check_bindings<facts, B...>(), "a tensor without a binding: name every tensor of the formula, as in W = w");
    return f(bindings...);
  }

  template <dsl::request R, bool Add, class... Args>
  double first_result(Args&... args) const {
    return named(
        [this](const auto&... b) {
          double results[dsl::program_of<facts, R>.output_count];
          dsl::run_call<facts, R, Add>(values_.data(), results, b...);
          return results[0];
        },
        args...);
  }
  template <bool Value, bool Add, dsl::order Order, class... Args>
  double differentiate(Args&... args) const {
    return named(
        [this](const auto&... b) {
          constexpr std::uint64_t tensors = (0 | ... | dsl::request_bit<std::remove_cvref_t<decltype(b)>>);
          static_assert(tensors != 0, "no buffer for a derivative: pass one after the tensor, or bind W = wrt(w, g)");
          constexpr dsl::request r{Value, tensors, false, Order};
          double results[dsl::program_of<facts, r>.output_count];
          dsl::run_call<facts, r, Add>(values_.data(), results, b...);
          return Value ? results[0] : 0.0;
        },
        args...);
  }
  template <dsl::request R, class... B>
  std::pair<double, config_type> run_with_coefficients(const B&... b) const {
    constexpr auto& program = dsl::program_of<facts, R>;
    double results[program.output_count + 1];
    dsl::run_call<facts, R, false>(values_.data(), results, b...);
    values slopes{};
    for (int o = 0; o < program.output_count; ++o)
      if (program.outputs[o].kind == dsl::output_kind::coefficient) slopes[static_cast<std::size_t>(program.outputs[o].index)] = results[o];
    return {R.value ? results[0] : 0.0, dsl::make_config<facts>(slopes)};
  }
  template <dsl::request R, class... Args>
  auto with_coefficients(Args&... args) const {
    return named([this](const auto&... b) { return run_with_coefficients<R>(b...); }, args...);
  }

  values values_;
};

}  // namespace regula
