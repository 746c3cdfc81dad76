// SPDX-License-Identifier: MIT
/// A penalty as a Hana Struct: its keys are the names of its coefficients, its members their values.
#pragma once
#include <boost/hana/accessors.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>
#include <dsl/reflect/coefficients.hpp>

namespace regula {
template <class Formula> class penalty;

namespace dsl {

/// The name of coefficient I as a hana::string.
template <class Facts, std::size_t I> constexpr auto coefficient_key() {
  return []<std::size_t... J>(std::index_sequence<J...>) {
    return hana::string_c<Facts::written.coefficients[I].view()[J]...>;
  }
  (std::make_index_sequence<Facts::written.coefficients[I].view().size()>{});
}

/// By value: a reference would let a value in that the coefficient may not have.
template <std::size_t I> struct coefficient_accessor {
  template <class Penalty> constexpr double operator()(const Penalty& p) const { return p.coefficient_values()[I]; }
};

}  // namespace dsl
}  // namespace regula

namespace boost::hana {
template <class Formula> struct accessors_impl<regula::penalty<Formula>> {
  using facts = regula::dsl::formula_facts<Formula>;

  static constexpr auto apply() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return hana::make_tuple(
          hana::make_pair(regula::dsl::coefficient_key<facts, I>(), regula::dsl::coefficient_accessor<I>{})...);
    }
    (std::make_index_sequence<regula::dsl::coefficient_count<facts>>{});
  }
};

/// A penalty has == and is a Struct: Hana asks which of the two comparisons holds.
template <class Formula> struct equal_impl<regula::penalty<Formula>, regula::penalty<Formula>> {
  static constexpr bool apply(const regula::penalty<Formula>& a, const regula::penalty<Formula>& b) { return a == b; }
};
}  // namespace boost::hana
