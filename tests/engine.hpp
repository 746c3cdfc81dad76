// SPDX-License-Identifier: MIT
/// Tests of penalties by the engine: a penalty's text read back, so that what a test asks is run and not compiled. The same
/// test without REGULA_TESTED_BY_ENGINE has the compiled kernels (suite `compiled`).
#pragma once
#ifdef REGULA_TESTED_BY_ENGINE
#include <regula/parse.hpp>
#include <regula/text.hpp>
#include <regula/user_atoms.hpp>

namespace engine_test {

template <class... A> regula::user_atoms atoms_of(regula::type_list<A...>) { return regula::atoms<A...>(); }

template <class F> regula::parsed_penalty interpreted(const regula::penalty<F>& p) {
  const auto text = to_string(p, regula::text_style{regula::text_form::text});
  return regula::parse(text, atoms_of(typename regula::dsl::formula_facts<F>::users()));
}
template <auto Name> constexpr std::string_view name_of(const regula::dsl::terminal<regula::dsl::tensor_leaf<Name>>&) {
  return Name.view();
}

}  // namespace engine_test

/// What a test of a penalty calls: the penalty, or its text by the engine.
template <class F> auto tested(const regula::penalty<F>& p) { return engine_test::interpreted(p); }
#else
#include <regula/penalty.hpp>

template <class F> auto tested(const regula::penalty<F>& p) { return p; }
#endif
