// SPDX-License-Identifier: MIT
/// The words of a simplifying rule in an atom's block:
///
///   static constexpr auto simplified(const auto& x) { return is<exp_atom>(x) ? inside(x) : unchanged(x); }
///
/// Rules see formulas only, as terms (rewrite/term.hpp): their arguments are in normal form, and what a rule makes is again.
/// A rule keeps NaN and the declared kinks, and it moves towards fewer or simpler nodes, so that rules end.
#pragma once
#include <dsl/atoms/atom.hpp>

namespace regula {

/// Whether x is a call of A.
template <class A> constexpr bool is(const dsl::symbolic auto& x) { return x.template calls<A>(); }
/// Argument k of the call x.
constexpr auto inside(const dsl::symbolic auto& x, int k = 0) { return x.operand(k); }
/// What a rule returns that has nothing to say.
constexpr auto unchanged(const dsl::symbolic auto& x) { return x.unchanged(); }

}  // namespace regula
