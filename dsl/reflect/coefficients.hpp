// SPDX-License-Identifier: MIT
/// The coefficients of a syntax tree: their values out of it, their names and what they may be.
#pragma once
#include <dsl/graph/lower.hpp>
#include <dsl/reflect/config.hpp>

namespace regula::dsl {

template <class Facts>
inline constexpr std::size_t coefficient_count = static_cast<std::size_t>(Facts::written.coefficient_count);

// The refusals below are no constant expressions: a compiler then repeats their names.
[[noreturn]] inline void coefficient_is_negative_or_not_finite(const coefficient_name& c, double v) {
  throw coefficient_error("coefficient \"" + std::string{c.view()} + "\" cannot be " + number_text(v) +
                          (c.free ? ": it must be finite" : ": it must be finite and not negative"));
}
[[noreturn]] inline void coefficient_has_two_values(std::string_view name, double a, double b) {
  throw coefficient_error("coefficient \"" + std::string{name} + "\" has two values: " + number_text(a) + " and " +
                          number_text(b));
}
[[noreturn]] inline void coefficient_is_given_twice(std::string_view name, double a, double b) {
  throw coefficient_error("coefficient \"" + std::string{name} + "\" is given twice: " + number_text(a) + " and " +
                          number_text(b));
}
[[noreturn]] inline void coefficient_is_missing(std::string_view name, const std::string& known) {
  throw coefficient_error("coefficient \"" + std::string{name} + "\" is missing; needed: " + known);
}

/// Named coefficients are finite and >= 0, free and unnamed ones finite. Throws otherwise.
constexpr void check_coefficient(const coefficient_name& c, double v) {
  const bool finite = v - v == 0.0;
  if (!finite || (!c.free && v < 0.0)) coefficient_is_negative_or_not_finite(c, v);
}

/// The values of the coefficient leaves, in reading order.
template <class Leaf> constexpr void collect(const terminal<Leaf>& leaf, double*& out) {
  if constexpr (requires { leaf.elements[hana::size_c<0>].value; }) *out++ = leaf.elements[hana::size_c<0>].value;
}
template <yap::expr_kind Kind, class... X>
constexpr void collect(const expr<Kind, hana::tuple<X...>>& e, double*& out) {
  [&]<std::size_t... I>(std::index_sequence<I...>) { (collect(e.elements[hana::size_c<I>], out), ...); }
  (std::index_sequence_for<X...>{});
}

/// Values by slot; a name used twice must have one value. Checked here and not in collect, for a short refusal.
template <class Facts, class E> constexpr auto coefficient_values(const E& formula) {
  constexpr auto& f = Facts::written;
  std::array<double, coefficient_count<Facts>> values{};
  if constexpr (f.trouble == problem::none && f.leaf_count > 0) {
    double leaves[f.leaf_count]{}, *end = leaves;
    collect(formula, end);
    std::array<bool, coefficient_count<Facts>> seen{};
    for (int i = 0; i < f.leaf_count; ++i) {
      const auto& c = f.coefficients[f.leaf_slots[i]];
      const auto slot = static_cast<std::size_t>(f.leaf_slots[i]);
      check_coefficient(c, leaves[i]);
      if (seen[slot] && values[slot] != leaves[i]) coefficient_has_two_values(c.view(), values[slot], leaves[i]);
      seen[slot] = true;
      values[slot] = leaves[i];
    }
  }
  return values;
}

/// Writes values in reading order into the coefficient leaves.
template <class Leaf> constexpr void distribute(terminal<Leaf>& leaf, const double*& in) {
  if constexpr (requires { leaf.elements[hana::size_c<0>].value; }) leaf.elements[hana::size_c<0>].value = *in++;
}
template <yap::expr_kind Kind, class... X>
constexpr void distribute(expr<Kind, hana::tuple<X...>>& e, const double*& in) {
  [&]<std::size_t... I>(std::index_sequence<I...>) { (distribute(e.elements[hana::size_c<I>], in), ...); }
  (std::index_sequence_for<X...>{});
}

/// The syntax tree E with these values by slot: coefficient_values in reverse.
template <class Facts, class E> constexpr E with_values(const std::array<double, coefficient_count<Facts>>& values) {
  constexpr auto& f = Facts::written;
  double leaves[f.leaf_count + 1]{};
  for (int i = 0; i < f.leaf_count; ++i) leaves[i] = values[static_cast<std::size_t>(f.leaf_slots[i])];
  E formula{};
  const double* next = leaves;
  distribute(formula, next);
  return formula;
}

template <class Facts> constexpr auto make_config(const std::array<double, coefficient_count<Facts>>& values) {
  std::array<config_entry, coefficient_count<Facts>> entries{};
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i] = {Facts::written.coefficients[i].view(), values[i]};
  return config<coefficient_count<Facts>>{entries};
}

/// The slot of a name, or coefficient_error with the names that exist.
template <class Facts> constexpr std::size_t slot_of(std::string_view name) {
  for (std::size_t i = 0; i < coefficient_count<Facts>; ++i)
    if (Facts::written.coefficients[i].view() == name) return i;
  no_such_coefficient(name, make_config<Facts>({}));
}

/// `values` with the entries put in. With `complete`, every coefficient must be given. Nothing changes on an error.
template <class Facts, class Entries>
constexpr auto with_entries(std::array<double, coefficient_count<Facts>> values, const Entries& entries,
                            bool complete) {
  std::array<bool, coefficient_count<Facts> + 1> seen{};
  for (const auto& [name, value] : entries) {
    const auto slot = slot_of<Facts>(name);
    if (seen[slot]) coefficient_is_given_twice(name, values[slot], value);
    check_coefficient(Facts::written.coefficients[slot], value);
    seen[slot] = true;
    values[slot] = value;
  }
  for (std::size_t i = 0; complete && i < coefficient_count<Facts>; ++i)
    if (!seen[i]) coefficient_is_missing(Facts::written.coefficients[i].view(), make_config<Facts>({}).names());
  return values;
}

}  // namespace regula::dsl
