// SPDX-License-Identifier: MIT
/// The coefficients of a syntax tree: their values out of it, their names and what they may be.
#pragma once
#include <dsl/graph/lower.hpp>
#include <dsl/reflect/config.hpp>

namespace regula::dsl {

template <class Facts>
inline constexpr std::size_t coefficient_count = static_cast<std::size_t>(Facts::written.coefficient_count);

/// Named coefficients are finite and >= 0, free and unnamed ones finite. Throws otherwise.
constexpr void check_coefficient(const coefficient_name& c, double v) {
  const bool finite = v - v == 0.0;
  if (finite && (c.free || v >= 0.0)) return;
  throw coefficient_error("coefficient \"" + std::string{c.view()} + "\" cannot be " + number_text(v) +
                          (c.free ? ": it must be finite" : ": it must be finite and not negative"));
}

/// Values into slots; a name used twice must have one value.
template <class Facts>
class collector {
 public:
  constexpr void take(double v) {
    constexpr auto& f = Facts::written;
    const int slot = f.leaf_slots[leaf_++];
    check_coefficient(f.coefficients[slot], v);
    const auto s = static_cast<std::size_t>(slot);
    if (seen_[s] && values_[s] != v)
      throw coefficient_error("coefficient \"" + std::string{f.coefficients[slot].view()} + "\" has two values: " +
                              number_text(values_[s]) + " and " + number_text(v));
    seen_[s] = true;
    values_[s] = v;
  }
  constexpr const auto& values() const { return values_; }

 private:
  std::array<double, coefficient_count<Facts>> values_{};
  std::array<bool, coefficient_count<Facts> + 1> seen_{};
  int leaf_ = 0;
};

template <class Leaf, class Sink>
constexpr void collect(const terminal<Leaf>& leaf, Sink& sink) {
  if constexpr (requires { leaf.elements[hana::size_c<0>].value; }) sink.take(leaf.elements[hana::size_c<0>].value);
}
template <yap::expr_kind Kind, class... X, class Sink>
constexpr void collect(const expr<Kind, hana::tuple<X...>>& e, Sink& sink) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (collect(e.elements[hana::size_c<I>], sink), ...);
  }(std::index_sequence_for<X...>{});
}

template <class Facts, class E>
constexpr auto coefficient_values(const E& formula) {
  collector<Facts> sink;
  collect(formula, sink);
  return sink.values();
}

template <class Facts>
constexpr auto make_config(const std::array<double, coefficient_count<Facts>>& values) {
  std::array<config_entry, coefficient_count<Facts>> entries{};
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i] = {Facts::written.coefficients[i].view(), values[i]};
  return config<coefficient_count<Facts>>{entries};
}

/// The slot of a name, or coefficient_error with the names that exist.
template <class Facts>
constexpr std::size_t slot_of(std::string_view name) {
  for (std::size_t i = 0; i < coefficient_count<Facts>; ++i)
    if (Facts::written.coefficients[i].view() == name) return i;
  throw coefficient_error("no coefficient \"" + std::string{name} + "\"; known: " + make_config<Facts>({}).names());
}

/// `values` with the entries put in. With `complete`, every coefficient must be given. Nothing changes on an error.
template <class Facts, class Entries>
constexpr auto with_entries(std::array<double, coefficient_count<Facts>> values, const Entries& entries, bool complete) {
  std::array<bool, coefficient_count<Facts> + 1> seen{};
  for (const auto& [name, value] : entries) {
    const auto slot = slot_of<Facts>(name);
    if (seen[slot]) throw coefficient_error("coefficient \"" + std::string{name} + "\" is given twice");
    check_coefficient(Facts::written.coefficients[slot], value);
    seen[slot] = true;
    values[slot] = value;
  }
  for (std::size_t i = 0; complete && i < coefficient_count<Facts>; ++i)
    if (!seen[i]) throw coefficient_error("coefficient \"" + std::string{Facts::written.coefficients[i].view()} + "\" is missing");
  return values;
}

}  // namespace regula::dsl
