// SPDX-License-Identifier: MIT
/// Tests of penalties by the engine: a penalty's text read back, so that what a test asks is run and not compiled. The same
/// test without REGULA_TESTED_BY_ENGINE has the compiled kernels (suite `compiled`).
#pragma once
#ifdef REGULA_TESTED_BY_ENGINE
#include <regula/parse.hpp>
#include <regula/text.hpp>

namespace engine_test {

template <class F> regula::parsed_penalty interpreted(const regula::penalty<F>& p) {
  return regula::parse(to_string(p, regula::text_style{regula::text_form::text}));
}
template <auto Name> constexpr std::string_view name_of(const regula::dsl::terminal<regula::dsl::tensor_leaf<Name>>&) {
  return Name.view();
}

}  // namespace engine_test
#endif
