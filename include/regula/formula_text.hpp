// SPDX-License-Identifier: MIT
/// Formulas written as text, read by the compiler:
///
///   constexpr auto f = regula::formula<"l1 = 0.01; l1 * sum(abs(W))">;       as coef<"l1">(0.01) * sum(abs(W))
///   regula::formula<"sum(bounded_square(W))", bounded_square_atom>            with atoms of one's own
///
/// docs/reference/grammar.md has the language. A coefficient without a value is to get one: a penalty of it throws until
/// penalty<...>::from_config gives it, or formula_with<"l1 * sum(abs(W))">({{"l1", 0.01}}) does.
#pragma once
#include <dsl/grammar/typed.hpp>

namespace regula {

/// The formula that a text stands for: of the type and with the values that the operators make.
template <fixed_string Text, class... Atoms>
inline constexpr auto formula =
    dsl::typed_formula<dsl::typed_text<Text, type_list<Atoms...>>>(dsl::fault_of_text<Text, Atoms...>{});

}  // namespace regula
