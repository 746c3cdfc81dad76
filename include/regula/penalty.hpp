// SPDX-License-Identifier: MIT
/// A formula made callable: value, derivatives, coefficients, config.
#pragma once
#include <dsl/syntax/operators.hpp>  // first: a refusal repeats the path of includes to its sentence

#include <dsl/atoms/atom.hpp>
#include <dsl/atoms/library.hpp>
#include <dsl/plan/program_of.hpp>

#include <dsl/call/answer.hpp>
#include <dsl/reflect/coefficients.hpp>
#include <dsl/rewrite/one_entry.hpp>
#include <regula/error.hpp>
#include <regula/formula.hpp>
#include <regula/tensor_access.hpp>
#include <span>

namespace regula {

/// The derivative of a penalty with respect to one tensor as a formula to print (<regula/text.hpp>).
template <class Formula, auto Tensor, dsl::order Order> struct derivative_formula {
  std::array<double, dsl::coefficient_count<dsl::formula_facts<Formula>>> coefficients;
};

/// A scalar formula of tensors, compiled. Holds the values of its coefficients and nothing else; const calls are safe
/// from many threads.
///
/// Tensors are passed directly when the formula has one, by name otherwise: p(w), p(W = w, W0 = w0). A derivative goes
/// into a buffer of the tensor's shape and entry type: p.gradient(w, g), p.gradient(W = wrt(w, g), W0 = w0).
/// Tensors are Eigen objects with storage, std::vector, std::span, and Eigen::TensorMap with <regula/tensor.hpp>; their
/// entries are float or double, or of 16 bits, Eigen::half or Eigen::bfloat16: all of one kind. Values are double. Narrow
/// entries are computed with as floats and a derivative is rounded once; its buffer may be of floats.
/// A call may begin with who runs it: p.value_and_gradient(regula::on(pool), w, g), see <regula/threads.hpp>.
/// Throws shape_error and overlap_error before anything is written.
template <class Formula> class penalty {
  using facts = dsl::formula_facts<Formula>;
  using problem = dsl::problem;
  static constexpr problem trouble = dsl::trouble_of<facts>();
  static_assert(!(dsl::axes_of<Formula> != 0),
                "rowwise, colwise, axes and each stand inside a reduction, as in sum(norm2(rowwise(W)))");
  static_assert(!(trouble == problem::not_a_formula && dsl::axes_of<Formula> == 0),
                "a penalty is made of a formula, as in penalty(0.01 * sum(abs(W)))");
  static_assert(!(trouble == problem::not_a_scalar),
                "a penalty is a scalar: wrap the formula in sum(...) or mean(...)");
  static_assert(!(trouble == problem::no_tensor), "a penalty needs a tensor: this formula has only numbers");
  static_assert(!(trouble == problem::reduction_of_scalar),
                "sum, mean, max, norm... reduce a tensor: one of them is given a scalar");
  static_assert(
      !(trouble == problem::matrix_of_scalar),
      "matmul, gram, transpose, trace... take matrices: one of them is given a number (s * W multiplies by it)");
  static_assert(!(trouble == problem::matrix_of_one_entry),
                "a matrix operation has a 1 x 1 matrix as its operand or its result, and does not say what it is of a "
                "number: simplified(x) in its block can");
  static_assert(!(trouble == problem::two_roles), "one name stands for a tensor and for a coefficient");
  static_assert(!(trouble == problem::too_many_tensors), "a formula has at most 64 tensors");
  static_assert(!(trouble == problem::unknown_size),
                "identity takes its size from a matrix beside it, as in gram(W) - identity: here it meets none");
  static_assert(
      !(trouble == problem::no_neighbours),
      "a difference or shift along an axis of one entry: a column, as of rowwise, goes along axis 0, a row, as "
      "of colwise, along axis 1");
  static constexpr std::size_t count = dsl::coefficient_count<facts>;
  using values = std::array<double, count>;
  static constexpr auto some = dsl::buffers::some;

public:
  using formula_type = Formula;
  using config_type = config<count>;

  /// Throws coefficient_error for a value that a coefficient may not have, or two values under one name.
  constexpr explicit penalty(const Formula& formula) : values_(dsl::coefficient_values<facts>(formula)) {}

  /// Another formula is another type.
  template <class Other> constexpr penalty& operator=(const penalty<Other>&) {
    static_assert(
        always_false<Other>,
        "a penalty keeps its formula: p.set and p.with_config change coefficients, regula::regularizer holds any");
    return *this;
  }

  /// P.
  template <class... Args> double operator()(Args&&... args) const {
    return dsl::answer_call<facts, dsl::question{}>(here(), std::forward<Args>(args)...);
  }
  template <class... Args> double value(Args&&... args) const {
    return dsl::answer_call<facts, dsl::question{}>(here(), std::forward<Args>(args)...);
  }
  /// g = dP/dw, without the value.
  template <class... Args> void gradient(Args&&... args) const {
    dsl::answer_call<facts, dsl::question{false, some}>(here(), std::forward<Args>(args)...);
  }
  /// P and g = dP/dw in the same passes.
  template <class... Args> double value_and_gradient(Args&&... args) const {
    return dsl::answer_call<facts, dsl::question{true, some}>(here(), std::forward<Args>(args)...);
  }
  /// g += dP/dw.
  template <class... Args> void add_gradient(Args&&... args) const {
    dsl::answer_call<facts, dsl::question{false, some, true}>(here(), std::forward<Args>(args)...);
  }
  /// P, and g += dP/dw.
  template <class... Args> double value_and_add_gradient(Args&&... args) const {
    return dsl::answer_call<facts, dsl::question{true, some, true}>(here(), std::forward<Args>(args)...);
  }
  /// hv = (d2P/dw2) v: p.hessian_vector(w, v, hv), or W = wrt(w, v, hv) for each tensor of a joint direction.
  template <class... Args> void hessian_vector(Args&&... args) const {
    dsl::answer_call<facts, dsl::question{false, some, false, false, dsl::order::hessian_vector}>(
        here(), std::forward<Args>(args)...);
  }
  /// h = diagonal of d2P/dw2: p.hessian_diagonal(w, h), or W = wrt(w, h).
  template <class... Args> void hessian_diagonal(Args&&... args) const {
    dsl::answer_call<facts, dsl::question{false, some, false, false, dsl::order::hessian_diagonal}>(
        here(), std::forward<Args>(args)...);
  }
  /// dP/dc for every coefficient c, under its name.
  template <class... Args> config_type coefficient_gradient(Args&&... args) const {
    return dsl::make_config<facts>(dsl::answer_call<facts, dsl::question{false, dsl::buffers::none, false, true}>(
                                       here(), std::forward<Args>(args)...)
                                       .slopes);
  }
  /// P, g = dP/dw and dP/dc in the same passes, as a pair of value and config.
  template <class... Args> std::pair<double, config_type> value_and_gradients(Args&&... args) const {
    const auto all = dsl::answer_call<facts, dsl::question{true, dsl::buffers::any, false, true}>(
        here(), std::forward<Args>(args)...);
    return {all.value, dsl::make_config<facts>(all.slopes)};
  }

  /// Coefficients by name; named ones are finite and >= 0, free and unnamed ones (c0, c1, ...) finite. coefficient_error
  /// otherwise, and the penalty is as it was.
  template <fixed_string Name> constexpr double coefficient() const { return values_[known_slot<Name>()]; }
  constexpr double coefficient(std::string_view name) const { return values_[dsl::slot_of<facts>(name)]; }
  template <fixed_string Name> constexpr void set(double value) {
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
  static constexpr penalty from_config(std::initializer_list<config_entry> entries) {
    return rebuilt({}, entries, true);
  }
  template <class Entries> static constexpr penalty from_config(const Entries& entries) {
    return rebuilt({}, entries, true);
  }
  /// A copy with some coefficients replaced.
  constexpr penalty with_config(std::initializer_list<config_entry> entries) const {
    return rebuilt(values_, entries, false);
  }
  template <class Entries> constexpr penalty with_config(const Entries& entries) const {
    return rebuilt(values_, entries, false);
  }

  /// The names of its tensors, in reading order.
  static constexpr auto tensor_names() {
    std::array<std::string_view, facts::written.tensor_count> names{};
    for (std::size_t t = 0; t < names.size(); ++t) names[t] = facts::written.tensors[t];
    return names;
  }
  /// Whether tensors of every shape will do, equal ones where they meet. Formulas of entries and of sums over all of them
  /// take any; rows, neighbours and products of matrices refuse some, and decompositions some matrices.
  static constexpr bool takes_any_shape() { return dsl::takes_any_shape<facts>(); }
  /// Whether it has one tensor and is a sum over its entries, each by itself: stretches of the tensor have values that add
  /// up to the whole's, but for a constant.
  static constexpr bool is_sum_over_entries() { return dsl::is_sum_over_entries<facts>(); }
  /// The formula, its coefficients having the values they have now: what another formula is made of.
  constexpr Formula formula() const { return dsl::with_values<facts, Formula>(values_); }

  /// dP/dW and the diagonal of d2P/dW2 as formulas, to be printed with <regula/text.hpp>.
  template <auto Name> constexpr auto gradient_formula(const dsl::terminal<dsl::tensor_leaf<Name>>&) const {
    return derivative<Name, dsl::order::first>();
  }
  template <auto Name> constexpr auto hessian_formula(const dsl::terminal<dsl::tensor_leaf<Name>>&) const {
    return derivative<Name, dsl::order::hessian_diagonal>();
  }

  /// The values by slot: what the printers and the reflection read.
  constexpr const values& coefficient_values() const { return values_; }

  constexpr bool operator==(const penalty&) const = default;

private:
  constexpr dsl::on_this_thread<count> here() const { return {values_}; }
  struct from_values {};
  constexpr penalty(from_values, const values& v) : values_(v) {}

  template <class Entries>
  static constexpr penalty rebuilt(const values& start, const Entries& entries, bool complete) {
    return {from_values{}, dsl::with_entries<facts>(start, entries, complete)};
  }
  template <fixed_string Name> static consteval std::size_t known_slot() {
    constexpr std::size_t slot = [] {
      for (std::size_t i = 0; i < count; ++i)
        if (facts::written.coefficients[i].view() == Name.view()) return i;
      return count;
    }();
    static_assert(!(slot == count && trouble == problem::none), "the formula has no coefficient of this name");
    return slot;
  }
  template <auto Name, dsl::order Order> constexpr auto derivative() const {
    static_assert(!(dsl::tensor_index<facts>(Name.view()) < 0 && trouble == problem::none),
                  "the formula has no tensor of this name");
    return derivative_formula<Formula, Name, Order>{values_};
  }

  values values_;
};

template <class T> inline constexpr bool is_penalty = false;
template <class Formula> inline constexpr bool is_penalty<penalty<Formula>> = true;

}  // namespace regula

#include <regula/combine.hpp>
